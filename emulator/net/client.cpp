#include "emulator/net/client.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "emulator/net/engine.h"
#include "emulator/net/outgoing.h"
#include "fakes/core/fault.h"

namespace cloche::net {

namespace {

constexpr const char* nobody_waits = "nobody waits for the answer any more";

}  // namespace

Address Address::of_url(std::string_view url) {
  constexpr std::string_view scheme = "http://";
  const auto refuse = [&] {
    throw std::invalid_argument(fmt::format("not an http://host[:port] URL: {}", url));
  };
  if (!url.starts_with(scheme)) refuse();
  std::string_view authority = url.substr(scheme.size());
  if (authority.ends_with('/')) authority.remove_suffix(1);
  if (authority.find_first_of("/?#@") != std::string_view::npos) refuse();
  Address address;
  std::size_t end_of_host = authority.find(':');
  if (authority.starts_with('[')) {
    const std::size_t bracket = authority.find(']');
    if (bracket == std::string_view::npos) refuse();
    address.host = authority.substr(1, bracket - 1);
    end_of_host = bracket + 1;
  } else {
    address.host = authority.substr(0, end_of_host);
  }
  const std::string_view after = authority.substr(std::min(end_of_host, authority.size()));
  if (!after.empty()) {
    if (!after.starts_with(':')) refuse();
    const std::string_view digits = after.substr(1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (error != std::errc() || end != digits.data() + digits.size()) refuse();
  }
  if (address.host.empty()) refuse();
  return address;
}

struct Client::Implementation {
  struct Lane {
    std::shared_ptr<Loop> loop;
    std::shared_ptr<Pool> pool;
  };
  std::vector<Lane> lanes;
  std::atomic<std::size_t> next = 0;
  // Lanes of threads that wait: such a thread runs its loop itself, so that an answer wakes it and no other.
  std::atomic<bool> given_up = false;
  std::mutex mutex;  // guards what follows
  std::vector<Lane> resting;
  std::vector<std::shared_ptr<Loop>> running;

  /// The loop that we are on, so that an answer wakes no other thread; else each in turn.
  const Lane& pick() {
    for (const Lane& lane : lanes) {
      if (lane.loop->runs_here()) return lane;
    }
    return lanes[next++ % lanes.size()];
  }

  /// A lane for who waits, until rest(); nullopt where nobody is to wait any more.
  std::optional<Lane> run() {
    const std::lock_guard lock(mutex);
    if (given_up) return std::nullopt;
    Lane lane;
    if (resting.empty()) {
      lane = {std::make_shared<Loop>(), std::make_shared<Pool>()};
    } else {
      lane = std::move(resting.back());
      resting.pop_back();
    }
    running.push_back(lane.loop);
    return lane;
  }

  void rest(Lane lane) {
    const std::lock_guard lock(mutex);
    std::erase(running, lane.loop);
    resting.push_back(std::move(lane));
  }
};

namespace {

/// Ends a loop that no thread runs, and all that is under way on it.
void end(Loop& loop) {
  loop.stop(std::chrono::milliseconds(0));
  loop.run();
}

std::unique_ptr<Exchange> exchange_of(const Address& to, wire::HttpRequest request, Client::Callback callback,
                                      std::chrono::milliseconds timeout) {
  auto exchange = std::make_unique<Exchange>();
  exchange->to = to;
  exchange->request = std::move(request);
  exchange->callback = std::move(callback);
  exchange->timeout = timeout;
  exchange->deadline = Loop::Clock::now() + timeout;
  return exchange;
}

}  // namespace

Client::Client(Engine& engine) : implementation_(std::make_unique<Implementation>()) {
  for (const auto& loop : engine.implementation_->loops) {
    implementation_->lanes.push_back({loop, std::make_shared<Pool>()});
  }
}

Client::~Client() {
  for (const auto& lane : implementation_->lanes) {
    lane.loop->post([pool = lane.pool] {
      pool->ended = true;
      const auto idle = std::exchange(pool->idle, {});
      for (const auto& [key, connections] : idle) {
        for (const auto& connection : connections) connection->close();
      }
    });
  }
  for (const auto& lane : implementation_->resting) end(*lane.loop);
}

void Client::send(const Address& to, wire::HttpRequest request, Callback callback,
                  std::chrono::milliseconds timeout) {
  auto exchange = exchange_of(to, std::move(request), std::move(callback), timeout);
  const auto& lane = implementation_->pick();
  lane.loop->post([loop = lane.loop, pool = lane.pool, exchange = std::move(exchange)]() mutable {
    Outgoing::send(loop, pool, std::move(exchange));
  });
}

wire::HttpResponse Client::send(const Address& to, wire::HttpRequest request,
                                std::chrono::milliseconds timeout) {
  for (const auto& lane : implementation_->lanes) {
    if (lane.loop->runs_here()) fail("a request to {}:{} would wait on an I/O thread", to.host, to.port);
  }
  std::optional<Implementation::Lane> lane = implementation_->run();
  if (!lane) throw NoAnswer(nobody_waits);
  lane->loop->context.poll();  // sees what the server has closed meanwhile
  std::optional<Outcome> outcome;
  Outgoing::send(lane->loop, lane->pool,
                 exchange_of(
                     to, std::move(request), [&](Outcome ended) { outcome = std::move(ended); }, timeout));
  while (!outcome && !implementation_->given_up) lane->loop->context.run_one();
  const bool gave_up = !outcome;
  if (gave_up) end(*lane->loop);
  implementation_->rest(*std::move(lane));
  if (gave_up) throw NoAnswer(nobody_waits);
  if (!outcome->failure.empty()) {
    throw NoAnswer(fmt::format("{}:{}: {}", to.host, to.port, outcome->failure));
  }
  return std::move(outcome->response);
}

void Client::give_up() {
  const std::lock_guard lock(implementation_->mutex);
  implementation_->given_up = true;
  for (const auto& loop : implementation_->running) loop->post([] {});
}

}  // namespace cloche::net
