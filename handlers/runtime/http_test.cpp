#include "handlers/runtime/http.h"

#include <doctest/doctest.h>

#include "handlers/runtime/testing/test_clock.h"
#include "handlers/runtime/testing/test_server.h"

using namespace handlers;
using handlers::testing::answer_with;
using handlers::testing::Received;
using handlers::testing::TestCertificate;
using handlers::testing::TestServer;

namespace {

struct Client {
  explicit Client(const std::string& url, const std::string& bundle = "")
      : trust(bundle), connection(Endpoint::parse(url), trust, clock) {}

  HttpResponse get(const std::string& target = "/", Millis patience = 20'000) {
    return connection.exchange({.method = "GET", .target = target, .headers = {}, .body = {}},
                               clock.now() + patience);
  }

  SystemClock clock;
  TlsTrust trust;
  HttpConnection connection;
};

bool was_sent(Client& client, Millis patience = 20'000) {
  try {
    client.get("/", patience);
  } catch (const ConnectionError& error) {
    return error.sent;
  }
  FAIL("there was an answer");
  return false;
}

}  // namespace

TEST_CASE("Requests go over one connection as long as the server keeps it open") {
  TestServer server([](const Received& request) {
    return answer_with(200, request.method + ' ' + request.target + ' ' + request.body,
                       request.target == "/last" ? "Connection: close\r\n" : "");
  });
  Client client(server.url() + "/base");
  CHECK(client.get("/one").body == "GET /base/one ");
  const HttpRequest post{.method = "POST", .target = "/two", .headers = {{"X-Mine", "1"}}, .body = "text"};
  CHECK(client.connection.exchange(post, no_deadline).body == "POST /base/two text");
  CHECK(client.get("/last").status == 200);
  CHECK(client.get("/again").status == 200);
  const auto received = server.received();
  REQUIRE(received.size() == 4);
  CHECK(received[1].header("x-mine") == "1");
  CHECK(received[1].header("Host") == server.address());
  CHECK(received[1].connection == 1);
  CHECK(received[2].connection == 1);
}

TEST_CASE(
    "A connection that the server closed while it was idle is opened again before anything is sent on it") {
  TestServer server([](const Received& request) {
    const bool last = request.target == "/last";
    return answer_with(200, "", last ? "X-End: Connection: close\r\n" : "");  // closes without having said so
  });
  Client client(server.url());
  client.get("/last");
  // The server's end may still be under way; once it is there, the connection is seen to be stale.
  while (server.received().size() < 2) {
    try {
      client.get("/last");
    } catch (const ConnectionError&) {
    }
  }
  CHECK(server.received().back().connection > 1);
}

TEST_CASE("A body in chunks, and one that ends with the connection, are read whole") {
  TestServer server([](const Received& request) -> std::string {
    if (request.target == "/chunks")
      return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n, "
             "chunked!\r\n0\r\nX-T: 1\r\n\r\n";
    return "HTTP/1.1 200 OK\r\nX-Now: Connection: close\r\n\r\nuntil the end";
  });
  Client client(server.url());
  CHECK(client.get("/chunks").body == "hello, chunked!");
  CHECK(client.get("/chunks").body == "hello, chunked!");
  CHECK(client.get("/end").body == "until the end");
}

TEST_CASE("An interim response is passed over, and one without content has no body") {
  TestServer server([](const Received&) {
    return std::string("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n");
  });
  Client client(server.url());
  const HttpResponse response = client.get();
  CHECK(response.status == 204);
  CHECK(response.body.empty());
}

TEST_CASE("What is no HTTP is an error of the connection") {
  for (const std::string answer :
       {"HTTP/2 200\r\n\r\n", "HTTP/1.1 xyz\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"}) {
    CAPTURE(answer);
    TestServer server([&](const Received&) { return answer; });
    Client client(server.url());
    CHECK_THROWS_AS(client.get(), ConnectionError);
  }
}

TEST_CASE("An error says whether the server may have got the request") {
  Client nobody("http://" + handlers::testing::address_of_nobody());
  CHECK_FALSE(was_sent(nobody));
  TestServer closing([](const Received&) { return std::string(); });
  Client dropped(closing.url());
  CHECK(was_sent(dropped));
  TestServer incomplete(
      [](const Received&) { return std::string("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"); });
  Client late(incomplete.url());
  CHECK(was_sent(late, 20));
}

TEST_CASE("TLS is spoken with a server whose certificate is trusted and is its own") {
  const TestCertificate certificate;
  TestServer server([](const Received& request) { return answer_with(200, request.target); }, &certificate);
  Client by_address(server.url(), certificate.bundle);
  CHECK(by_address.get("/one").body == "/one");
  CHECK(by_address.get("/two").body == "/two");
  CHECK(server.received().back().connection == 1);
  const std::string port = server.address().substr(server.address().find(':'));
  Client by_name("https://localhost" + port, certificate.bundle);
  CHECK(by_name.get("/three").body == "/three");
}

TEST_CASE(
    "A certificate that nobody has signed, or of another name, ends the connection before a request is "
    "sent") {
  const TestCertificate certificate;
  const TestCertificate other;
  TestServer server([](const Received&) { return answer_with(200, ""); }, &certificate);
  Client stranger(server.url(), other.bundle);
  CHECK_FALSE(was_sent(stranger));
  const std::string port = server.address().substr(server.address().find(':'));
  Client misnamed("https://127.0.0.2" + port,
                  certificate.bundle);  // the machine's as well, but not in the certificate
  CHECK_FALSE(was_sent(misnamed));
  CHECK(server.received().empty());
}

TEST_CASE("A server that closes while TLS is written to it is an error, not a signal that ends the process") {
  const TestCertificate certificate;
  TestServer server([](const Received&) { return std::string(); }, &certificate);
  SystemClock clock;
  TlsTrust trust(certificate.bundle);
  const auto stream = connect_to(Endpoint::parse(server.url()), trust, clock, no_deadline);
  stream->write("GET / HTTP/1.1\r\n\r\n", no_deadline);
  char none;
  CHECK_THROWS_AS(stream->read(&none, 1, clock.now() + 20'000), ConnectionError);
  const auto write_on = [&] {
    for (int times = 0; times < 1000; ++times) stream->write("more", clock.now() + 20'000);
  };
  CHECK_THROWS_AS(write_on(), ConnectionError);
}
