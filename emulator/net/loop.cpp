#include "emulator/net/loop.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <ctime>

#include "emulator/net/connection.h"
#include "fakes/core/clock.h"

namespace cloche::net {

namespace {

constexpr std::size_t scratch_bytes = 256 * 1024;

std::string http_date(std::time_t second) {
  constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm tm{};
  gmtime_r(&second, &tm);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
                     tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

}  // namespace

Loop::Loop() : scratch(scratch_bytes), work_(context.get_executor()), sweeper_(context), grace_(context) {}

void Loop::run() {
  context.run();
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

Loop::Connections::iterator Loop::add(std::shared_ptr<Connection> connection,
                                      std::chrono::milliseconds shortest_timeout) {
  connections.push_front(std::move(connection));
  ++connection_count;
  const auto interval =
      std::clamp(shortest_timeout / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(1000));
  if (!sweeping_ || interval < interval_) {
    interval_ = interval;
    sweep_later();
  }
  return connections.begin();
}

void Loop::remove(Connections::iterator position) {
  connections.erase(position);
  --connection_count;
  end_if_done();
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
  for (auto at = connections.begin(); at != connections.end();) {
    const auto connection = *at++;  // which may leave the list
    connection->check_deadline(now);
  }
  sweeping_ = false;
  if (!connections.empty()) sweep_later();
}

void Loop::retire_closed() {
  for (auto at = connections.begin(); at != connections.end();) {
    const auto connection = *at++;
    if (connection->service().closed) connection->retire();
  }
}

void Loop::stop(std::chrono::milliseconds grace) {
  stopping_ = true;
  for (auto at = connections.begin(); at != connections.end();) {
    const auto connection = *at++;
    connection->retire();
  }
  grace_.expires_after(grace);
  grace_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    while (!connections.empty()) {
      const auto connection = connections.front();
      connection->close();
    }
  });
  end_if_done();
}

void Loop::end_if_done() {
  if (!stopping_ || !connections.empty()) return;
  sweeper_.cancel();
  grace_.cancel();
  work_.reset();
}

std::string_view Loop::date_line() {
  const auto second = std::chrono::floor<std::chrono::seconds>(system_time()).time_since_epoch().count();
  if (second != date_second_) {
    date_second_ = second;
    date_line_ = fmt::format("Date: {}\r\n", http_date(static_cast<std::time_t>(second)));
  }
  return date_line_;
}

}  // namespace cloche::net
