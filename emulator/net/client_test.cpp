#include "emulator/net/client.h"

#include <doctest/doctest.h>
#include <fmt/core.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <latch>
#include <thread>
#include <vector>

#include "emulator/net/server.h"
#include "fakes/core/fault.h"

namespace cloche::net {
namespace {

using namespace std::chrono_literals;

wire::HttpRequest request(std::string method, std::string target, std::string body = "") {
  return {std::move(method), std::move(target), {}, std::move(body)};
}

void echo(Request got, Responder respond) {
  respond({{200,
            {{"X-Host", std::string(got.headers.get("host"))}},
            got.method + " " + got.target + " [" + got.body + "]"}});
}

/// A server that says to each connection, after a request's head, what a test has it say, and closes.
class Scripted {
 public:
  explicit Scripted(std::string answer, int connections = 1) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(socket_, 16) == 0);
    REQUIRE(getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, answer = std::move(answer), connections] {
      for (int i = 0; i < connections; ++i) {
        const int peer = ::accept(socket_, nullptr, nullptr);
        std::string got;
        char c = 0;
        while (!got.ends_with("\r\n\r\n") && ::recv(peer, &c, 1, 0) == 1) got += c;
        ::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
        ::close(peer);
      }
    });
  }
  ~Scripted() {
    thread_.join();
    ::close(socket_);
  }
  Address address() const { return {"127.0.0.1", port_}; }

 private:
  int socket_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

TEST_CASE("a URL names an address") {
  CHECK(Address::of_url("http://localhost:4566").host == "localhost");
  CHECK(Address::of_url("http://localhost:4566/").port == 4566);
  CHECK(Address::of_url("http://example.com").port == 80);
  CHECK(Address::of_url("http://[::1]").host == "::1");
  CHECK(Address::of_url("http://[::1]:4566/").port == 4566);
  for (const char* wrong : {"localhost:4566", "https://localhost", "http://", "http://a:b", "http://a:70000",
                            "http://a:", "http://a:80/base", "http://a?b", "http://user@a", "http://[::1",
                            "http://[::1]80", "http://::1", "http://:80", "http://[]"}) {
    CHECK_THROWS_AS(Address::of_url(wrong), std::invalid_argument);
  }
}

TEST_CASE("requests go out and answers come back, on one connection that is kept") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, echo);
  Client client(engine);
  for (int i = 0; i < 10; ++i) {
    const auto answer = client.send({"localhost", port}, request("POST", "/p?q=1", "body"));
    CHECK(answer.status == 200);
    CHECK(answer.body == "POST /p?q=1 [body]");
    CHECK(answer.headers.get("x-host") == fmt::format("localhost:{}", port));
  }
  CHECK(engine.connections() == 1);
  wire::HttpRequest with_host = request("GET", "/");
  with_host.headers.add("Host", "bucket.s3.localhost");
  CHECK(client.send({"bucket.s3.localhost", port}, with_host).headers.get("x-host") == "bucket.s3.localhost");
}

TEST_CASE("answers of all kinds are read: none, HEAD's, in chunks, large") {
  class Stream : public BodyStream {
   public:
    void read(Reader reader) override { reader({.bytes = "piece", .last = ++read_ == 3, .failure = {}}); }
    int read_ = 0;
  };
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, [](Request got, Responder respond) {
    Response response;
    if (got.target == "/none") response.status = 204;
    if (got.target == "/chunks") response.stream = std::make_shared<Stream>();
    if (got.target == "/large") response.body.assign(3'000'000, 'x');
    respond(std::move(response));
  });
  Client client(engine);
  const Address to{"127.0.0.1", port};
  CHECK(client.send(to, request("GET", "/none")).status == 204);
  CHECK(client.send(to, request("GET", "/chunks")).body == "piecepiecepiece");
  CHECK(client.send(to, request("GET", "/large")).body.size() == 3'000'000);
  const auto head = client.send(to, request("HEAD", "/large"));
  CHECK(head.body.empty());
  CHECK(head.headers.get("content-length") == "3000000");
  CHECK(engine.connections() == 1);
}

TEST_CASE("a body that ends with the connection is whole; one that is cut off is no answer") {
  Engine engine(1);
  Client client(engine);
  Scripted until_end("HTTP/1.1 200 OK\r\n\r\nto the end");
  CHECK(client.send(until_end.address(), request("GET", "/")).body == "to the end");
  Scripted cut("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nto the end");
  CHECK_THROWS_AS(client.send(cut.address(), request("GET", "/")), NoAnswer);
  Scripted nonsense("SSH-2.0-OpenSSH\r\n\r\n");
  CHECK_THROWS_AS(client.send(nonsense.address(), request("GET", "/")), NoAnswer);
  Scripted nothing("");
  CHECK_THROWS_AS(client.send(nothing.address(), request("GET", "/")), NoAnswer);
}

TEST_CASE("who waits is told when the client is given up, and so is who asks later") {
  std::promise<void> arrived;
  Responder kept;  // is not called before the end
  Engine server(1);
  server.set_grace(0ms);
  const auto port = server.listen("127.0.0.1", 0, [&](Request, Responder respond) {
    kept = std::move(respond);
    arrived.set_value();
  });
  Engine engine(1);
  Client client(engine);
  const Address to{"127.0.0.1", port};
  std::thread giving_up([&] {
    arrived.get_future().wait();
    client.give_up();
  });
  CHECK_THROWS_AS(client.send(to, request("GET", "/"), 60s), NoAnswer);
  giving_up.join();
  CHECK_THROWS_AS(client.send(to, request("GET", "/"), 60s), NoAnswer);
}

TEST_CASE("interim answers are passed over") {
  Engine engine(1);
  Client client(engine);
  Scripted server(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 201 "
      "Created\r\nContent-Length: 2\r\n\r\nok");
  const auto answer = client.send(server.address(), request("PUT", "/", "body"));
  CHECK(answer.status == 201);
  CHECK(answer.body == "ok");
  CHECK_FALSE(answer.headers.has("link"));
}

TEST_CASE("no answer: nobody listens, the host is unknown, or it takes too long") {
  Engine engine(1);
  Client client(engine);
  std::promise<Responder> held;
  const auto port =
      engine.listen("127.0.0.1", 0, [&](Request, Responder respond) { held.set_value(std::move(respond)); });
  const auto closed = engine.listen("127.0.0.1", 0, echo);
  engine.close(closed);
  CHECK_THROWS_AS(client.send({"127.0.0.1", closed}, request("GET", "/")), NoAnswer);
  CHECK_THROWS_AS(client.send({"nowhere.invalid", port}, request("GET", "/")), NoAnswer);
  CHECK_THROWS_WITH_AS(client.send({"127.0.0.1", port}, request("GET", "/"), 30ms),
                       doctest::Contains("no answer within 30 ms"), NoAnswer);
  held.get_future().get()({{200, {}, "too late"}});
}

TEST_CASE("a kept connection that the server has closed is replaced") {
  Engine engine(1);
  Limits limits;
  limits.idle_timeout = 10ms;
  const auto port = engine.listen("127.0.0.1", 0, echo, limits);
  Client client(engine);
  for (int i = 0; i < 3; ++i) {
    CHECK(client.send({"127.0.0.1", port}, request("GET", "/")).body == "GET / []");
    while (engine.connections() > 0) std::this_thread::yield();
  }
}

TEST_CASE("many requests are under way at once, from an I/O thread and from others") {
  constexpr int many = 200;
  Engine engine(2);
  const auto port = engine.listen("127.0.0.1", 0, echo);
  Client client(engine);
  std::atomic<int> right = 0;
  std::latch done(many);
  for (int i = 0; i < many; ++i) {
    const auto go = [&, i] {
      client.send({"127.0.0.1", port}, request("GET", fmt::format("/{}", i)),
                  [&, i](Client::Outcome outcome) {
                    if (outcome.failure.empty() && outcome.response.body == fmt::format("GET /{} []", i))
                      ++right;
                    done.count_down();
                  });
    };
    if (i % 2 == 0) {
      go();
    } else {
      engine.post(go);
    }
  }
  done.wait();
  CHECK(right == many);
}

TEST_CASE("a handler can call another server and answer with what it says") {
  Engine engine(1);
  const auto inner = engine.listen("127.0.0.1", 0, echo);
  Client client(engine);
  const auto outer = engine.listen("127.0.0.1", 0, [&](Request got, Responder respond) {
    client.send({"127.0.0.1", inner}, got, [respond = std::move(respond)](Client::Outcome outcome) mutable {
      respond({{outcome.response.status, {}, "inner: " + outcome.response.body}});
    });
  });
  CHECK(client.send({"127.0.0.1", outer}, request("POST", "/x", "b")).body == "inner: POST /x [b]");
}

TEST_CASE("waiting on an I/O thread is a fault, and a callback that throws does no harm") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, echo);
  Client client(engine);
  std::promise<bool> faulted;
  engine.post([&] {
    try {
      client.send({"127.0.0.1", port}, request("GET", "/"));
      faulted.set_value(false);
    } catch (const Fault&) {
      faulted.set_value(true);
    }
  });
  CHECK(faulted.get_future().get());
  client.send({"127.0.0.1", port}, request("GET", "/"),
              [](Client::Outcome) { throw std::runtime_error("thrown by a test"); });
  CHECK(client.send({"127.0.0.1", port}, request("GET", "/")).status == 200);
}

TEST_CASE("a request under way when its engine stops still ends") {
  std::promise<std::string> failure;
  std::promise<Responder> held;
  Responder respond;
  auto engine = std::make_unique<Engine>(1);
  engine->set_grace(20ms);
  const auto port =
      engine->listen("127.0.0.1", 0, [&](Request, Responder given) { held.set_value(std::move(given)); });
  auto client = std::make_unique<Client>(*engine);
  client->send({"127.0.0.1", port}, request("GET", "/"),
               [&](Client::Outcome outcome) { failure.set_value(outcome.failure); });
  respond = held.get_future().get();
  client.reset();
  engine.reset();
  CHECK_FALSE(failure.get_future().get().empty());
}

}  // namespace
}  // namespace cloche::net
