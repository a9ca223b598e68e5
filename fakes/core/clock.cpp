#include "fakes/core/clock.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <charconv>

#include "fakes/core/database.h"
#include "fakes/core/fault.h"

namespace cloche {

namespace {

// Reads exactly `digits` digits at the front of `text`, within [low, high].
bool take_number(std::string_view& text, std::size_t digits, int low, int high, int& out) {
  if (text.size() < digits) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, out);
  if (error != std::errc() || end != text.data() + digits || out < low || out > high) return false;
  text.remove_prefix(digits);
  return true;
}

bool take(std::string_view& text, std::string_view one_of) {
  if (text.empty() || one_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string iso8601(Time time, bool millis) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const auto days = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date(days);
  const std::chrono::hh_mm_ss clock(seconds - days);
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                                 clock.hours().count(), clock.minutes().count(), clock.seconds().count());
  if (millis) text += fmt::format(".{:03}", (time - seconds).count());
  return text + "Z";
}

std::optional<Time> parse_iso8601(std::string_view text) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!take_number(text, 4, 0, 9999, year) || !take(text, "-") || !take_number(text, 2, 1, 12, month) ||
      !take(text, "-") || !take_number(text, 2, 1, 31, day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  Time time = std::chrono::sys_days(date);
  if (text.empty()) return time;
  if (!take(text, "Tt ") || !take_number(text, 2, 0, 23, hour) || !take(text, ":") ||
      !take_number(text, 2, 0, 59, minute)) {
    return std::nullopt;
  }
  if (take(text, ":")) {
    if (!take_number(text, 2, 0, 60, second)) return std::nullopt;
    if (take(text, ".,")) {
      int fraction = 0, scale = 100;
      if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
      for (; !text.empty() && text.front() >= '0' && text.front() <= '9';
           text.remove_prefix(1), scale /= 10) {
        fraction += (text.front() - '0') * scale;
      }
      time += Duration(fraction);
    }
  }
  time += std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
  if (text == "Z" || text == "z") return time;
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const int sign = text.front() == '+' ? -1 : 1;
  text.remove_prefix(1);
  if (!take_number(text, 2, 0, 23, hour)) return std::nullopt;
  take(text, ":");
  if (!take_number(text, 2, 0, 59, minute) || !text.empty()) return std::nullopt;
  return time + sign * (std::chrono::hours(hour) + std::chrono::minutes(minute));
}

std::optional<Duration> parse_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Duration total{0};
  while (!text.empty()) {
    std::int64_t amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
    if (error != std::errc() || amount < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const auto unit = text.substr(0, text.find_first_of("0123456789"));
    std::int64_t millis = 0;
    if (unit == "ms") {
      millis = 1;
    } else if (unit == "s") {
      millis = 1000;
    } else if (unit == "m") {
      millis = 60'000;
    } else if (unit == "h") {
      millis = 3'600'000;
    } else if (unit == "d") {
      millis = 86'400'000;
    } else {
      return std::nullopt;
    }
    constexpr std::int64_t longest = INT64_C(1'000'000'000'000'000);  // some 30,000 years
    if (amount > (longest - total.count()) / millis) return std::nullopt;
    total += Duration(amount * millis);
    text.remove_prefix(unit.size());
  }
  return total;
}

Time system_time() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

Clock::Clock(Database& database, Source source) : database_(database), source_(std::move(source)) {
  reload();
}

void Clock::reload() {
  Statement row = database_.prepare("SELECT clock_frozen, clock_at FROM core_account");
  if (!row.step()) fail("the account has no clock");
  frozen_ = row.integer(0) != 0;
  at_ = row.integer(1);
}

void Clock::freeze() {
  at_ = to_millis(now());
  frozen_ = true;
  save();
}

void Clock::run() {
  if (frozen_) at_ = (now() - source_()).count();
  frozen_ = false;
  save();
}

void Clock::set(Time time) {
  at_ = frozen_ ? to_millis(time) : (time - source_()).count();
  save();
}

void Clock::save() {
  database_.run("UPDATE core_account SET clock_frozen = ?1, clock_at = ?2", frozen(), at_.load());
}

}  // namespace cloche
