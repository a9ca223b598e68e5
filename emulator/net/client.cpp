#include "emulator/net/client.h"

#include <charconv>
#include <future>
#include <utility>
#include <vector>

#include "emulator/net/engine.h"
#include "emulator/net/outgoing.h"
#include "fakes/core/fault.h"

namespace cloche::net {

Address Address::of_url(std::string_view url) {
  constexpr std::string_view scheme = "http://";
  const auto refuse = [&] {
    throw std::invalid_argument(fmt::format("not an http://host[:port] URL: {}", url));
  };
  if (!url.starts_with(scheme)) refuse();
  std::string_view authority = url.substr(scheme.size());
  authority = authority.substr(0, authority.find_first_of("/?#"));
  Address address;
  const auto colon = authority.rfind(':');
  address.host = authority.substr(0, colon);
  if (colon != std::string_view::npos) {
    const std::string_view digits = authority.substr(colon + 1);
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

  /// The loop that we are on, so that an answer wakes no other thread; else each in turn.
  const Lane& pick() {
    for (const Lane& lane : lanes) {
      if (lane.loop->runs_here()) return lane;
    }
    return lanes[next++ % lanes.size()];
  }
};

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
}

void Client::send(const Address& to, wire::HttpRequest request, Callback callback,
                  std::chrono::milliseconds timeout) {
  auto exchange = std::make_unique<Exchange>();
  exchange->to = to;
  exchange->request = std::move(request);
  exchange->callback = std::move(callback);
  exchange->timeout = timeout;
  exchange->deadline = Loop::Clock::now() + timeout;
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
  std::promise<Outcome> promise;
  send(
      to, std::move(request), [&](Outcome outcome) { promise.set_value(std::move(outcome)); }, timeout);
  Outcome outcome = promise.get_future().get();
  if (!outcome.failure.empty()) {
    throw NoAnswer(fmt::format("{}:{}: {}", to.host, to.port, outcome.failure));
  }
  return std::move(outcome.response);
}

}  // namespace cloche::net
