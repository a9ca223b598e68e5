// What the server does not take: malformed requests, smuggling shapes, too much, too slow.
#include <doctest/doctest.h>
#include <fmt/core.h>

#include <future>
#include <string>
#include <vector>

#include "emulator/net/raw_client.h"
#include "emulator/net/server.h"

namespace cloche::net {
namespace {

using namespace std::chrono_literals;

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

void echo_body(Request request, Responder respond) { respond({{200, {}, request.target + request.body}}); }

std::string post(const std::string& headers, const std::string& body = "") {
  return "POST /p HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n" + body;
}

TEST_CASE("a malformed or ambiguous request gets 400 and a closed connection") {
  Engine engine(1);
  std::atomic<int> handled = 0;
  const auto port = engine.listen("127.0.0.1", 0, [&](Request request, Responder respond) {
    ++handled;
    echo_body(std::move(request), std::move(respond));
  });
  const std::string chunked = "Transfer-Encoding: chunked";
  const std::vector<std::string> requests{
      // Not HTTP/1.
      "GARBAGE\r\n\r\n",
      "GET /\r\n\r\n",
      "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
      "GET / HTTP/1.x\r\nHost: x\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "\x16\x03\x01\x02\x01\x01 a TLS hello\r\n\r\n",
      "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
      "G ET / HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
      // Targets and hosts.
      "GET a HTTP/1.1\r\nHost: x\r\n\r\n",
      "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET http:///a HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
      // Lines and fields.
      "GET / HTTP/1.1\nHost: x\n\n",
      "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n",
      post("A : b"),
      post("A b"),
      post(": b"),
      post(std::string("A: b\0c", 6)),
      post(std::string("A\0: b", 5)),
      post("A: \x01"),
      post("\x7f: b"),
      "GET / HTTP/1.1\r\n Host: x\r\n\r\n",
      // Two lengths.
      post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
      post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
      post("Content-Length: 5\r\nContent-Length: 6", "hello!"),
      post("Content-Length: 5\r\nContent-Length: 5", "hello"),
      post("Content-Length: 5, 5", "hello"),
      post("Content-Length: 5,6", "hello!"),
      // No length.
      post("Content-Length: +5", "hello"),
      post("Content-Length: -5", "hello"),
      post("Content-Length: 0x5", "hello"),
      post("Content-Length: 5 5", "hello"),
      post("Content-Length: 5a", "hello"),
      post("Content-Length:", "hello"),
      post("Content-Length: 99999999999999999999999", "hello"),
      // Codings that are not ours, or that two readers may read differently.
      post("Transfer-Encoding: gzip", "0\r\n\r\n"),
      post("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"),
      post("Transfer-Encoding: chunked, gzip", "0\r\n\r\n"),
      post("Transfer-Encoding: chunked, chunked", "0\r\n\r\n"),
      post("Transfer-Encoding: xchunked", "0\r\n\r\n"),
      post("Transfer-Encoding: identity", "0\r\n\r\n"),
      post("Transfer-Encoding: \"chunked\"", "0\r\n\r\n"),
      post("Transfer-Encoding:", "0\r\n\r\n"),
      post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
      post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
      post("Transfer-Encoding: gzip\r\nContent-Length: 5", "hello"),
      "POST /p HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      // Chunks.
      post(chunked, "x\r\n\r\n"),
      post(chunked, "-1\r\nh\r\n0\r\n\r\n"),
      post(chunked, "0x5\r\nhello\r\n0\r\n\r\n"),
      post(chunked, "+5\r\nhello\r\n0\r\n\r\n"),
      post(chunked, "\r\nhello\r\n0\r\n\r\n"),
      post(chunked, "10000000000000005\r\nhello\r\n0\r\n\r\n"),
      post(chunked, "5\r\nhello!0\r\n\r\n"),
      post(chunked, "5\nhello\r\n0\r\n\r\n"),
      post(chunked, "5;\nhello\r\n0\r\n\r\n"),
      post(chunked, "5\r\nhello\n0\r\n\r\n"),
      post(chunked, "0\r\nA b\r\n\r\n"),
      post(chunked, "0\r\nContent-Length: 5\r\n\r\n"),
  };
  for (const std::string& request : requests) {
    CAPTURE(request);
    RawClient client(port);
    client.send(request);
    client.shut_down_sending();
    const std::string answer = client.read_all();
    CHECK_MESSAGE(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"), answer);
    CHECK(contains(answer, "Connection: close\r\n"));
  }
  CHECK(handled == 0);
}

TEST_CASE("nothing is answered after a 400") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, echo_body);
  RawClient client(port);
  client.send(
      "GET /first HTTP/1.1\r\nHost: x\r\n\r\nNONSENSE\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string answers = client.read_all();
  CHECK(contains(answers, "/first"));
  CHECK(contains(answers, "HTTP/1.1 400 "));
  CHECK_FALSE(contains(answers, "/smuggled"));
}

TEST_CASE("what is merely odd is taken: empty lines before a request, a folded value, any case") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, [](Request request, Responder respond) {
    respond({{200, {}, std::string(request.headers.get("a")) + request.body}});
  });
  RawClient client(port);
  client.send("\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nA: plain\r\n\r\n");
  CHECK(client.read_answer().ends_with("\r\n\r\nplain"));
  client.send("GET / HTTP/1.1\r\nHost: x\r\nA: fol\r\n\t ded\r\n\r\n");
  CHECK(client.read_answer().ends_with("\r\n\r\nfol ded"));
  client.send(
      "POST / HTTP/1.1\r\nHOST: x\r\ntransfer-ENCODING: CHUNKED\r\n\r\n0A\r\n0123456789\r\n0\r\n\r\n");
  CHECK(client.read_answer().ends_with("\r\n\r\n0123456789"));
}

TEST_CASE("headers beyond the limit get 431") {
  Engine engine(1);
  Limits limits;
  limits.header_bytes = 1000;
  const auto port = engine.listen("127.0.0.1", 0, echo_body, limits);
  const std::string many = [] {
    std::string headers;
    for (int i = 0; i < 100; ++i) headers += fmt::format("X-{}: 0123456789\r\n", i);
    return headers;
  }();
  for (const std::string& request :
       {"GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(1000, 'a') + "\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(5000, 'a'), "GET /" + std::string(2000, 'a'),
        "GET / HTTP/1.1\r\nHost: x\r\n" + many + "\r\n"}) {
    RawClient client(port);
    client.send(request);
    const std::string answer = client.read_all();
    CHECK_MESSAGE(answer.starts_with("HTTP/1.1 431 Request Header Fields Too Large\r\n"), answer);
  }
  RawClient drip(port);  // and also where each read brings only a little
  bool open = true;
  for (std::size_t i = 0; open && i < 200; ++i) open = drip.send("GET / HTTP/1.1\r\nHost: x\r\n" + many);
  CHECK(drip.read_all().starts_with("HTTP/1.1 431 "));
  RawClient fine(port);
  fine.send("GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(900, 'a') + "\r\n\r\n");
  CHECK(fine.read_answer().starts_with("HTTP/1.1 200 "));
}

TEST_CASE("a body beyond the limit gets 413, before it is sent where its length is known") {
  Engine engine(1);
  Limits limits;
  limits.body_bytes = 10;
  const auto port = engine.listen("127.0.0.1", 0, echo_body, limits);
  RawClient known(port);
  known.send(post("Content-Length: 11"));
  CHECK(known.read_all().starts_with("HTTP/1.1 413 "));
  RawClient chunked(port);
  chunked.send(post("Transfer-Encoding: chunked", "6\r\n123456\r\n5\r\n12345\r\n"));
  CHECK(chunked.read_all().starts_with("HTTP/1.1 413 "));
  RawClient fits(port);
  fits.send(post("Content-Length: 10", "0123456789"));
  CHECK(fits.read_answer().ends_with("/p0123456789"));
  fits.send(post("Transfer-Encoding: chunked", "a\r\n0123456789\r\n0\r\n\r\n"));
  CHECK(fits.read_answer().ends_with("/p0123456789"));
}

TEST_CASE("what frames a chunked body cannot grow without end") {
  Engine engine(1);
  Limits limits;
  limits.header_bytes = 1000;
  const auto port = engine.listen("127.0.0.1", 0, echo_body, limits);
  for (const std::string& endless :
       {"5;" + std::string(100'000, 'x'), "0\r\nA: " + std::string(100'000, 'x')}) {
    RawClient client(port);
    client.send(post("Transfer-Encoding: chunked", endless));
    CHECK(client.read_all().starts_with("HTTP/1.1 4"));
  }
}

TEST_CASE("100 Continue is sent when the body is wanted, once, and not where it came by itself") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, echo_body);
  RawClient client(port);
  for (int i = 0; i < 2; ++i) {
    client.send(post("Content-Length: 4\r\nExpect: 100-continue"));
    CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("bo");
    client.send("dy");
    CHECK(client.read_answer().ends_with("\r\n\r\n/pbody"));
    client.send(post("Content-Length: 4\r\nExpect: 100-Continue", "body"));
    CHECK(client.read_answer().starts_with("HTTP/1.1 200 OK\r\n"));
  }
  client.send(
      "POST /p HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  client.send("body");
  CHECK(client.read_answer().starts_with("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("who expects 100 Continue and is refused sends no body") {
  Engine engine(1);
  Limits limits;
  limits.body_bytes = 10;
  const auto port = engine.listen("127.0.0.1", 0, echo_body, limits, [](const Request& head) {
    Plan plan;
    if (head.target == "/no") plan.refusal = Response{{403, {}, "no"}};
    if (head.target == "/throw") throw std::runtime_error("thrown by a test");
    return plan;
  });
  const auto answer_to = [&](const std::string& request) {
    RawClient client(port);
    client.send(request);
    return client.read_all();
  };
  CHECK(answer_to(post("Content-Length: 11\r\nExpect: 100-continue")).starts_with("HTTP/1.1 413 "));
  CHECK(answer_to(post("Content-Length: 1\r\nExpect: tea")).starts_with("HTTP/1.1 417 "));
  const std::string refused =
      answer_to("PUT /no HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  CHECK(refused.starts_with("HTTP/1.1 403 "));
  CHECK(refused.ends_with("Connection: close\r\n\r\nno"));
  CHECK(
      answer_to("PUT /throw HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n").starts_with("HTTP/1.1 500 "));
}

TEST_CASE("a plan may give a body another limit") {
  Engine engine(1);
  Limits limits;
  limits.body_bytes = 10;
  const auto port = engine.listen("127.0.0.1", 0, echo_body, limits, [](const Request& head) {
    return Plan{.stream = false, .body_bytes = head.target == "/big" ? 20 : 5, .refusal = {}};
  });
  RawClient client(port);
  client.send("PUT /big HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n01234567890123456789");
  CHECK(client.read_answer().ends_with("/big01234567890123456789"));
  client.send("PUT /small HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n012345");
  CHECK(client.read_all().starts_with("HTTP/1.1 413 "));
}

TEST_CASE("slow clients get 408, idle ones are closed") {
  Engine engine(1);
  Limits limits;
  limits.header_timeout = limits.body_timeout = limits.idle_timeout = 40ms;
  const auto port = engine.listen("127.0.0.1", 0, echo_body, limits);
  for (const std::string& begun :
       {std::string("G"), std::string("GET / HTTP/1.1\r\nHost: x\r\n"), post("Content-Length: 5", "he"),
        post("Content-Length: 5"), post("Transfer-Encoding: chunked", "5\r\nhe"),
        post("Transfer-Encoding: chunked", "5\r\nhello\r\n")}) {
    CAPTURE(begun);
    RawClient client(port);
    client.send(begun);
    CHECK(client.read_all().starts_with("HTTP/1.1 408 Request Timeout\r\n"));
  }
  RawClient silent(port);
  CHECK(silent.is_closed());
  RawClient kept(port);
  kept.send("GET /kept HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(kept.read_answer().ends_with("/kept"));
  CHECK(kept.is_closed());
}

TEST_CASE("a time-out of the client does not hurry the handler") {
  Engine engine(1);
  Limits limits;
  limits.header_timeout = limits.body_timeout = limits.idle_timeout = limits.write_timeout = 20ms;
  std::promise<Responder> held;
  const auto port = engine.listen(
      "127.0.0.1", 0, [&](Request, Responder respond) { held.set_value(std::move(respond)); }, limits);
  RawClient client(port);
  client.send(post("Content-Length: 4", "body"));
  auto respond = held.get_future().get();
  RawClient idle(port);  // comes and is closed: more than the time-out has passed
  CHECK(idle.is_closed());
  RawClient another(port);
  CHECK(another.is_closed());
  respond({{200, {}, "in time"}});
  CHECK(client.read_answer().ends_with("\r\n\r\nin time"));
}

}  // namespace
}  // namespace cloche::net
