#include "emulator/net/loop.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cstdio>
#include <exception>

#include "fakes/core/clock.h"
#include "fakes/wire/timestamp.h"

namespace cloche::net {

namespace {

constexpr std::size_t scratch_bytes = 256 * 1024;
constexpr std::chrono::milliseconds shortest_interval{5};
constexpr std::chrono::milliseconds longest_interval{1000};

}  // namespace

Loop::Loop()
    : scratch(scratch_bytes),
      work_(context.get_executor()),
      sweeper_(context),
      grace_(context),
      alarm_(context),
      interval_(longest_interval) {}

void Loop::run() {
  for (bool done = false; !done;) {
    try {
      context.run();
      done = true;
    } catch (const std::exception& error) {  // a callback's; the server lives on
      fmt::print(stderr, "net: a callback threw: {}\n", error.what());
    }
  }
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  // What was posted while run() returned.
  context.restart();
  context.poll();
}

bool Loop::post(Task task) {
  const std::lock_guard lock(mutex_);
  if (ended_) return false;
  boost::asio::post(context, std::move(task));
  return true;
}

Loop::Peers::iterator Loop::add(std::shared_ptr<Peer> peer) {
  peers.push_front(std::move(peer));
  return peers.begin();
}

void Loop::remove(Peers::iterator position) {
  peers.erase(position);
  if (peers.empty()) interval_ = longest_interval;
  end_if_done();
}

void Loop::watch(std::chrono::milliseconds timeout) {
  const auto interval = std::clamp(timeout / 4, shortest_interval, longest_interval);
  if (sweeping_ && interval >= interval_) return;
  interval_ = std::min(interval, interval_);
  sweep_later();
}

void Loop::run_at(Clock::time_point at, Task task) {
  const auto added = later_.emplace(at, std::move(task));
  if (added == later_.begin()) run_due();
}

void Loop::run_due() {
  while (!later_.empty() && later_.begin()->first <= Clock::now()) {
    const auto first = later_.extract(later_.begin());
    first.mapped()();
  }
  if (later_.empty()) return;
  alarm_.expires_at(later_.begin()->first);
  alarm_.async_wait([this](const boost::system::error_code& error) {
    if (!error) run_due();
  });
}

void Loop::sweep_later() {
  sweeping_ = true;
  sweeper_.expires_after(interval_);
  sweeper_.async_wait([this](const boost::system::error_code& error) {
    if (!error) sweep();
  });
}

void Loop::sweep() {
  const auto now = Clock::now();
  for_each_peer([&](Peer& peer) { peer.check_deadline(now); });
  sweeping_ = false;
  if (!peers.empty()) sweep_later();
}

void Loop::retire_peers() {
  for_each_peer([&](Peer& peer) { peer.retire(stopping_); });
}

void Loop::stop(std::chrono::milliseconds grace) {
  stopping_ = true;
  retire_peers();
  grace_.expires_after(grace);
  grace_.async_wait([this](const boost::system::error_code& error) {
    if (!error) for_each_peer([](Peer& peer) { peer.close(); });
  });
  end_if_done();
}

void Loop::for_each_peer(const std::function<void(Peer&)>& act) {
  for (auto at = peers.begin(); at != peers.end();) {
    const auto peer = *at++;  // which may leave the list
    act(*peer);
  }
}

void Loop::end_if_done() {
  if (!stopping_ || !peers.empty()) return;
  sweeper_.cancel();
  grace_.cancel();
  alarm_.cancel();
  later_.clear();
  work_.reset();
}

std::string_view Loop::date_line() {
  const Time now = system_time();
  const auto second = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  if (second != date_second_) {
    date_second_ = second;
    date_line_ =
        fmt::format("Date: {}\r\n", wire::write_timestamp(now, wire::model::TimestampFormat::rfc822));
  }
  return date_line_;
}

}  // namespace cloche::net
