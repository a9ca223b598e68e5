// The server over real sockets: what an ordinary client sees.
#include "emulator/net/server.h"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <atomic>
#include <future>
#include <latch>
#include <mutex>
#include <thread>

#include "emulator/net/raw_client.h"

namespace cloche::net {
namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// "GET /a?b [body]", so that a test sees what arrived.
void echo(Request request, Responder respond) {
  Response response;
  response.headers.add("Content-Type", "text/plain");
  response.body = request.method + " " + request.target + " [" + request.body + "]";
  respond(std::move(response));
}

const std::string get_a = "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n";

TEST_CASE(
    "a request is answered with its length, a date and the handler's headers, and the connection stays") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, echo);
  RawClient client(port);
  for (int i = 0; i < 3; ++i) {
    client.send(get_a);
    const std::string answer = client.read_answer();
    CHECK(answer.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: "));
    CHECK(contains(answer, " GMT\r\nContent-Length: 13\r\n\r\n"));
    CHECK(answer.ends_with("GET /a?b=c []"));
    CHECK_FALSE(contains(answer, "Connection:"));
  }
  CHECK(engine.connections() == 1);
}

TEST_CASE("a handler's own Date, and none of its framing, is sent") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, [](Request, Responder respond) {
    respond({{200, {{"date", "then"}, {"Content-Length", "99"}, {"transfer-encoding", "chunked"}}, "body"}});
  });
  RawClient client(port);
  client.send(get_a);
  CHECK(client.read_answer() == "HTTP/1.1 200 OK\r\ndate: then\r\nContent-Length: 4\r\n\r\nbody");
}

TEST_CASE("a request knows where it came from and the port that it came in by") {
  Engine engine(1);
  const auto port = engine.listen("localhost", 0, [](Request request, Responder respond) {
    respond({{200, {}, request.remote_address + " " + std::to_string(request.local_port)}});
  });
  RawClient client(port);
  client.send(get_a);
  CHECK(client.read_answer().ends_with("127.0.0.1 " + std::to_string(port)));
}

TEST_CASE("a body arrives whole, by its length and in chunks, however it is cut") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, echo);
  const std::string by_length = "PUT /p HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world";
  const std::string in_chunks =
      "PUT /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;ext=\"v\"\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\nX-Trailer: gone\r\n\r\n";
  for (const std::string& request : {by_length, in_chunks}) {
    for (std::size_t cut = 1; cut < request.size(); ++cut) {
      RawClient client(port);
      client.send(request.substr(0, cut));
      client.send(request.substr(cut));
      CHECK(client.read_answer().ends_with("\r\n\r\nPUT /p [hello world]"));
      client.send(get_a);
      CHECK(client.read_answer().ends_with("GET /a?b=c []"));
    }
  }
}

TEST_CASE("a request that comes byte by byte is understood") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, echo);
  RawClient client(port);
  for (const char byte : std::string(
           "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")) {
    client.send({&byte, 1});
  }
  CHECK(client.read_answer().ends_with("POST /p [abc]"));
}

TEST_CASE("a large body goes both ways") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, [](Request request, Responder respond) {
    respond({{200, {}, std::move(request.body)}});
  });
  std::string body(5'000'000, 'x');
  for (std::size_t i = 0; i < body.size(); i += 1000) body[i] = static_cast<char>('a' + i / 1000 % 26);
  RawClient client(port);
  std::thread sender([&] {
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                body);
  });
  const std::string answer = client.read_answer();
  sender.join();
  CHECK((answer.substr(answer.size() - body.size()) == body));
}

TEST_CASE("pipelined requests are answered in order, also where the later ones are ready first") {
  Engine engine(2);
  std::mutex mutex;
  std::vector<std::thread> workers;
  const auto port = engine.listen("127.0.0.1", 0, [&](Request request, Responder respond) {
    if (request.target == "/later") {
      const std::lock_guard lock(mutex);
      workers.emplace_back([respond = std::move(respond)]() mutable { respond({{200, {}, "later"}}); });
    } else {
      echo(std::move(request), std::move(respond));
    }
  });
  RawClient client(port);
  std::string requests;
  for (int i = 0; i < 500; ++i) {
    const std::string target = i % 5 == 0 ? "/later" : fmt::format("/{}", i);
    requests += "POST " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi";
  }
  std::thread sender([&] { client.send(requests); });
  for (int i = 0; i < 500; ++i) {
    const std::string expected = i % 5 == 0 ? "later" : fmt::format("POST /{} [hi]", i);
    CHECK(client.read_answer().ends_with("\r\n\r\n" + expected));
  }
  sender.join();
  for (std::thread& worker : workers) worker.join();
}

TEST_CASE("an answer may come later and from any thread") {
  Engine engine(1);
  std::promise<Responder> held;
  const auto port =
      engine.listen("127.0.0.1", 0, [&](Request, Responder respond) { held.set_value(std::move(respond)); });
  RawClient client(port);
  client.send(get_a);
  Responder respond = held.get_future().get();
  respond({{201, {}, "late"}});
  const std::string answer = client.read_answer();
  CHECK(answer.starts_with("HTTP/1.1 201 Created\r\n"));
  CHECK(answer.ends_with("late"));
}

TEST_CASE("a connection may follow the thread that answers it") {
  Engine engine(2);
  Limits limits;
  limits.follows_answers = true;
  std::promise<Responder> parked;
  Responder waiting;
  std::thread::id asked_on, answered_on;
  const auto asking = engine.listen(
      "127.0.0.1", 0,
      [&](Request, Responder respond) {
        asked_on = std::this_thread::get_id();
        parked.set_value(std::move(respond));
      },
      limits);
  const auto answering = engine.listen("127.0.0.1", 0, [&](Request, Responder respond) {
    answered_on = std::this_thread::get_id();
    waiting({{200, {}, "at last"}});
    respond({{200, {}, "done"}});
  });
  // The second connection of a port is on the second thread.
  RawClient elsewhere(asking);
  RawClient asker(asking);
  RawClient answerer(answering);
  for (int i = 0; i < 6; ++i) {
    parked = {};
    asker.send(get_a);
    waiting = parked.get_future().get();
    answerer.send(get_a);
    CHECK(asker.read_answer().ends_with("at last"));
    CHECK(answerer.read_answer().ends_with("done"));
    if (i == 0) CHECK(asked_on != answered_on);
  }
  CHECK(asked_on == answered_on);
  CHECK(engine.connections() == 3);
}

TEST_CASE("HEAD gets the length and no body: what the body would have had, or what the handler says") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, [](Request request, Responder respond) {
    if (request.target == "/said") return respond({{200, {{"Content-Length", "12345"}}, ""}});
    respond({{200, {}, "four"}});
  });
  RawClient client(port);
  client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nHEAD /said HTTP/1.1\r\nHost: x\r\n\r\n" + get_a);
  CHECK(contains(client.read_answer(true), "Content-Length: 4\r\n\r\n"));
  CHECK(contains(client.read_answer(true), "Content-Length: 12345\r\n\r\n"));
  CHECK(client.read_answer().ends_with("\r\n\r\nfour"));
}

TEST_CASE("204 and 304 have no body") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, [](Request request, Responder respond) {
    respond({{request.target == "/204" ? 204 : 304, {{"Date", "d"}, {"ETag", "e"}}, "none"}});
  });
  RawClient client(port);
  client.send("GET /204 HTTP/1.1\r\nHost: x\r\n\r\nGET /304 HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read_answer() == "HTTP/1.1 204 No Content\r\nDate: d\r\nETag: e\r\n\r\n");
  CHECK(client.read_answer() == "HTTP/1.1 304 Not Modified\r\nDate: d\r\nETag: e\r\n\r\n");
}

TEST_CASE("the connection closes where client or handler asks for it") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, [](Request request, Responder respond) {
    Response response{{200, {}, "bye"}};
    if (request.target == "/close") response.headers.add("connection", "close");
    respond(std::move(response));
  });
  for (const std::string request : {"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                                    "GET /close HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"}) {
    RawClient client(port);
    client.send(request);
    const std::string answer = client.read_all();
    CHECK(contains(answer, "\r\nConnection: close\r\n\r\nbye"));
  }
}

TEST_CASE("an HTTP/1.0 client may keep its connection") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, echo);
  RawClient client(port);
  for (int i = 0; i < 2; ++i) {
    client.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(contains(client.read_answer(), "Connection: keep-alive\r\n\r\nGET /old []"));
  }
}

TEST_CASE("an absolute target is its path, and its host wins") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, [](Request request, Responder respond) {
    respond({{200, {}, request.target + " " + std::string(request.headers.get("host"))}});
  });
  RawClient client(port);
  client.send("GET http://b.s3.localhost:4566/k?v=1 HTTP/1.1\r\nHost: other\r\n\r\n");
  CHECK(client.read_answer().ends_with("\r\n\r\n/k?v=1 b.s3.localhost:4566"));
  client.send("GET http://h?v=1 HTTP/1.1\r\nHost: other\r\n\r\n");
  CHECK(client.read_answer().ends_with("\r\n\r\n/?v=1 h"));
  client.send("OPTIONS * HTTP/1.1\r\nHost: other\r\n\r\n");
  CHECK(client.read_answer().ends_with("\r\n\r\n* other"));
}

TEST_CASE("a client that has closed its sending side still gets its answer") {
  Engine engine(1);
  std::promise<Responder> held;
  const auto port =
      engine.listen("127.0.0.1", 0, [&](Request, Responder respond) { held.set_value(std::move(respond)); });
  RawClient client(port);
  client.send(get_a);
  client.shut_down_sending();
  held.get_future().get()({{200, {}, "still"}});
  CHECK(client.read_all().ends_with("\r\n\r\nstill"));
}

TEST_CASE(
    "a handler that throws, drops its responder or answers nonsense is a 500, and the server lives on") {
  Engine engine(1);
  std::atomic<bool> thrown_after_answer = false;
  const auto port = engine.listen("127.0.0.1", 0, [&](Request request, Responder respond) {
    if (request.target == "/throw") throw std::runtime_error("thrown by a test");
    if (request.target == "/status") return respond({{42, {}, ""}});
    if (request.target == "/answered") {
      respond({{200, {}, "answered"}});
      thrown_after_answer = true;
      throw std::runtime_error("thrown by a test after the answer");
    }
  });
  RawClient client(port);
  for (const std::string target : {"/throw", "/drop", "/status"}) {
    client.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string answer = client.read_answer();
    CHECK(answer.starts_with("HTTP/1.1 500 Internal Server Error\r\n"));
    CHECK(answer.ends_with("\r\n\r\nInternal Server Error\n"));
  }
  client.send("GET /answered HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(client.read_answer().ends_with("\r\n\r\nanswered"));
  CHECK(thrown_after_answer);
}

TEST_CASE("a header value cannot forge another header") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, [](Request, Responder respond) {
    respond({{200, {{"Date", "d"}, {"X-Echo", std::string("a\r\nSet-Cookie: b\0c", 18)}}, ""}});
  });
  RawClient client(port);
  client.send(get_a);
  CHECK(client.read_answer() ==
        "HTTP/1.1 200 OK\r\nDate: d\r\nX-Echo: a  Set-Cookie: b c\r\nContent-Length: 0\r\n\r\n");
}

TEST_CASE("a request that was sent in part does not hold an engine that stops") {
  auto engine = std::make_unique<Engine>(1);
  engine->set_grace(std::chrono::minutes(10));
  std::promise<void> begun;
  Limits limits;
  const auto port = engine->listen("127.0.0.1", 0, echo, limits, [&](const Request&) {
    begun.set_value();
    return Plan();
  });
  RawClient half(port);
  half.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc");
  begun.get_future().wait();
  RawClient head(port);
  head.send("POST / HT");
  engine.reset();
  CHECK(half.is_closed());
}

TEST_CASE("two ports have handlers of their own, and a closed one can be opened again") {
  Engine engine(2);
  const auto answers = [](const std::string& text) {
    return [text](Request, Responder respond) { respond({{200, {}, text}}); };
  };
  const auto one = engine.listen("127.0.0.1", 0, answers("one"));
  const auto two = engine.listen("127.0.0.1", 0, answers("two"));
  CHECK_THROWS_AS(engine.listen("127.0.0.1", one, echo), std::runtime_error);
  RawClient first(one);
  RawClient second(two);
  first.send(get_a);
  second.send(get_a);
  CHECK(first.read_answer().ends_with("\r\n\r\none"));
  CHECK(second.read_answer().ends_with("\r\n\r\ntwo"));
  engine.close(one);
  CHECK(first.is_closed());
  CHECK_THROWS(RawClient(one));
  second.send(get_a);
  CHECK(second.read_answer().ends_with("\r\n\r\ntwo"));
  CHECK(engine.listen("127.0.0.1", one, answers("again")) == one);
  RawClient again(one);
  again.send(get_a);
  CHECK(again.read_answer().ends_with("\r\n\r\nagain"));
}

TEST_CASE("a port may be closed by a request that came in by it, which is still answered") {
  Engine engine(2);
  std::uint16_t port = 0;
  port = engine.listen("127.0.0.1", 0, [&](Request request, Responder respond) {
    engine.close(request.local_port);
    respond({{200, {}, "closed"}});
  });
  RawClient client(port);
  client.send(get_a);
  CHECK(client.read_all().ends_with("Connection: close\r\n\r\nclosed"));
  CHECK_THROWS(RawClient(port));
}

TEST_CASE("a posted task runs on an I/O thread, and one that throws does no harm") {
  Engine engine(2);
  engine.post([] { throw std::runtime_error("thrown by a test"); });
  engine.post([] { throw std::runtime_error("thrown by a test"); });
  std::promise<std::thread::id> thread;
  engine.post([&] { thread.set_value(std::this_thread::get_id()); });
  CHECK(thread.get_future().get() != std::this_thread::get_id());
}

TEST_CASE("tasks run later in the order of their moments, and what is too late for the engine does not run") {
  std::promise<std::string> promise;
  std::string order;
  std::atomic<bool> too_late = false;
  {
    Engine engine(1);
    engine.after(std::chrono::hours(1), [&] { too_late = true; });
    engine.after(std::chrono::milliseconds(20), [&] { promise.set_value(order + "c"); });
    engine.after(std::chrono::milliseconds(10), [&] { order += "b"; });
    engine.after({}, [&] { order += "a"; });
    CHECK(promise.get_future().get() == "abc");
  }
  CHECK_FALSE(too_late);
}

}  // namespace
}  // namespace cloche::net
