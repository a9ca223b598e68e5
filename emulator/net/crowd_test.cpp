// Many connections, too many, and the end under load.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/resource.h>

#include <atomic>
#include <future>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "emulator/net/raw_client.h"
#include "emulator/net/server.h"

namespace cloche::net {
namespace {

using namespace std::chrono_literals;

const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

void answer_ok(Request, Responder respond) { respond({{200, {}, "ok"}}); }

TEST_CASE("two thousand connections are open at once, and each is served") {
  constexpr std::size_t crowd = 2000;
  Engine engine(2);
  const auto port = engine.listen("127.0.0.1", 0, answer_ok);
  std::vector<RawClient> clients;
  for (std::size_t i = 0; i < crowd; ++i) clients.emplace_back(port);
  for (int round = 0; round < 2; ++round) {
    for (RawClient& client : clients) client.send(get);
    std::size_t answered = 0;
    for (RawClient& client : clients) answered += client.read_answer().ends_with("\r\n\r\nok") ? 1 : 0;
    CHECK(answered == crowd);
    CHECK(engine.connections() == crowd);
  }
  clients.clear();
  while (engine.connections() > 0) std::this_thread::yield();
}

TEST_CASE("without a file descriptor for it a connection waits, and is served when there is one") {
  Engine engine(1);
  const auto port = engine.listen("127.0.0.1", 0, answer_ok);
  int said[2];
  REQUIRE(pipe2(said, O_CLOEXEC) == 0);
  const int stderr_kept = fcntl(2, F_DUPFD_CLOEXEC, 3);
  const int last = fcntl(0, F_DUPFD_CLOEXEC, 3);  // the lowest free number: the client's, below
  rlimit kept{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &kept) == 0);
  rlimit low = kept;
  low.rlim_cur = static_cast<rlim_t>(last + 1);
  dup2(said[1], 2);
  REQUIRE(setrlimit(RLIMIT_NOFILE, &low) == 0);
  ::close(last);
  {
    // The last number may be somebody else's for a moment: a sanitizer opens files of its own.
    std::optional<RawClient> client;
    for (int tries = 0; !client && tries < 10'000; ++tries) {
      try {
        client.emplace(port);
      } catch (const std::runtime_error&) {
        std::this_thread::yield();
      }
    }
    REQUIRE(client);
    client->send(get);
    std::string line;
    for (char c = 0; c != '\n' && ::read(said[0], &c, 1) == 1;) line += c;
    setrlimit(RLIMIT_NOFILE, &kept);
    dup2(stderr_kept, 2);
    CHECK(line.find("waiting for connections to close") != std::string::npos);
    CHECK(client->read_answer().ends_with("\r\n\r\nok"));
  }
  for (const int descriptor : {said[0], said[1], stderr_kept}) ::close(descriptor);
}

TEST_CASE("a stop under load answers every request that was taken, and closes the idle connections") {
  std::atomic<int> taken = 0;
  std::atomic<int> answered = 0;
  std::atomic<int> broken = 0;
  std::mutex mutex;
  std::vector<Responder> waiting;
  std::atomic<bool> working = true;
  std::thread worker([&] {  // answers from another thread, some time later
    for (bool last = false; !last;) {
      last = !working;
      std::vector<Responder> now;
      {
        const std::lock_guard lock(mutex);
        now = std::exchange(waiting, {});
      }
      for (Responder& respond : now) respond({{200, {}, "ok"}});
      std::this_thread::yield();
    }
  });
  auto engine = std::make_unique<Engine>(2);
  const auto port = engine->listen("127.0.0.1", 0, [&](Request request, Responder respond) {
    ++taken;
    if (request.target == "/now") return respond({{200, {}, "ok"}});
    const std::lock_guard lock(mutex);
    waiting.push_back(std::move(respond));
  });
  RawClient idle(port);
  idle.send(get);
  CHECK(idle.read_answer().ends_with("ok"));
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&, target = i % 2 == 0 ? "/now" : "/later"] {
      RawClient client(port);
      const std::string request = std::string("GET ") + target + " HTTP/1.1\r\nHost: x\r\n\r\n";
      try {
        while (client.send(request)) {
          client.read_answer();
          ++answered;
        }
      } catch (const std::runtime_error& error) {
        // Closed between two requests is as it should be; within an answer is not.
        if (std::string(error.what()).find("HTTP/1.1") != std::string::npos) ++broken;
      }
    });
  }
  while (answered < 500) std::this_thread::yield();
  engine.reset();
  for (std::thread& client : clients) client.join();
  working = false;
  worker.join();
  CHECK(idle.is_closed());
  CHECK(broken == 0);
  CHECK(answered + 1 == taken);
  CHECK_THROWS(RawClient(port));
}

TEST_CASE("a stop waits no longer than its grace, and an answer after it does no harm") {
  std::promise<Responder> held;
  Responder respond;
  auto engine = std::make_unique<Engine>(1);
  engine->set_grace(20ms);
  const auto port =
      engine->listen("127.0.0.1", 0, [&](Request, Responder given) { held.set_value(std::move(given)); });
  RawClient client(port);
  client.send(get);
  respond = held.get_future().get();
  engine.reset();
  CHECK(client.is_closed());
  respond({{200, {}, "too late"}});
}

TEST_CASE("a stop cuts off clients that are in the middle of a request they never finish") {
  auto engine = std::make_unique<Engine>(1);
  engine->set_grace(20ms);
  const auto port = engine->listen("127.0.0.1", 0, answer_ok);
  RawClient in_head(port);
  in_head.send("GET / HT");
  RawClient in_body(port);
  in_body.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe");
  while (engine->connections() < 2) std::this_thread::yield();
  engine.reset();
  CHECK(in_head.is_closed());
  CHECK(in_body.is_closed());
}

}  // namespace
}  // namespace cloche::net
