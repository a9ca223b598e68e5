#include "fakes/wire/timestamp.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "fakes/core/fault.h"

namespace cloche::wire {

using model::TimestampFormat;

namespace {

constexpr std::array<std::string_view, 7> weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t first_second = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t last_second = 253'402'300'799;   // 9999-12-31T23:59:59Z

std::string write_rfc822(Time time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  const auto days = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date(days);
  const std::chrono::hh_mm_ss clock(seconds - days);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     weekdays[std::chrono::weekday(days).c_encoding()], static_cast<unsigned>(date.day()),
                     month_name(date.month()), static_cast<int>(date.year()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

// Takes what is before `mark` off the front of `text`, and the mark.
std::string_view take_until(std::string_view& text, char mark) {
  const auto end = text.find(mark);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

std::optional<unsigned> number(std::string_view text, unsigned low, unsigned high) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < low || value > high)
    return std::nullopt;
  return value;
}

// The milliseconds of the digits after a decimal point; further digits are cut off.
std::optional<Duration> fraction(std::string_view digits) {
  if (digits.empty() || !std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  int millis = 0;
  for (std::size_t i = 0; i < 3; ++i) millis = millis * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return Duration(millis);
}

std::optional<Time> read_rfc822(std::string_view text) {
  if (std::ranges::find(weekdays, take_until(text, ',')) == weekdays.end() || !text.starts_with(' '))
    return std::nullopt;
  text.remove_prefix(1);
  const auto day = number(take_until(text, ' '), 1, 31);
  const auto* month = std::ranges::find(months, take_until(text, ' '));
  const auto year = number(take_until(text, ' '), 1, 9999);
  const auto hour = number(take_until(text, ':'), 0, 23);
  const auto minute = number(take_until(text, ':'), 0, 59);
  std::string_view seconds = take_until(text, ' ');
  const auto second = number(take_until(seconds, '.'), 0, 60);
  const auto millis = seconds.empty() ? Duration(0) : fraction(seconds);
  if (!day || month == months.end() || !year || !hour || !minute || !second || !millis) return std::nullopt;
  if (text != "GMT" && text != "UTC") return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year(static_cast<int>(*year)),
      std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1), std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  return Time(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second) + *millis;
}

std::string write_unix(Time time) {
  const std::int64_t millis = to_millis(time);
  const std::int64_t size = std::abs(millis);
  std::string text = fmt::format("{}{}", millis < 0 ? "-" : "", size / 1000);
  if (size % 1000 != 0) {
    text += fmt::format(".{:03}", size % 1000);
    while (text.ends_with('0')) text.pop_back();
  }
  return text;
}

std::optional<Time> read_unix(std::string_view text) {
  // Exactly where it is a plain decimal; an exponent goes through floating point.
  if (text.find_first_of("eE") != std::string_view::npos) {
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return time_of_seconds(seconds);
  }
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const bool has_point = text.find('.') != std::string_view::npos;
  const std::string_view whole = take_until(text, '.');
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), seconds);
  if (error != std::errc() || end != whole.data() + whole.size() || seconds < 0) return std::nullopt;
  if (seconds > (negative ? -first_second : last_second)) return std::nullopt;
  const auto millis = has_point ? fraction(text) : Duration(0);
  if (!millis) return std::nullopt;
  const Duration size = std::chrono::seconds(seconds) + *millis;
  return Time(negative ? -size : size);
}

}  // namespace

std::string_view month_name(std::chrono::month month) { return months[static_cast<unsigned>(month) - 1]; }

TimestampFormat timestamp_format(const model::Member& member, TimestampFormat otherwise) {
  if (member.timestamp_format != TimestampFormat::unspecified) return member.timestamp_format;
  return member.shape->timestamp_format != TimestampFormat::unspecified ? member.shape->timestamp_format
                                                                        : otherwise;
}

std::string write_timestamp(Time time, TimestampFormat format) {
  switch (format) {
    case TimestampFormat::iso8601:
      return iso8601(time, to_millis(time) % 1000 != 0);
    case TimestampFormat::unix_timestamp:
      return write_unix(time);
    case TimestampFormat::rfc822:
      return write_rfc822(time);
    case TimestampFormat::unspecified:
      break;
  }
  fail("a timestamp of no format");
}

std::optional<Time> read_timestamp(std::string_view text, TimestampFormat format) {
  switch (format) {
    case TimestampFormat::iso8601:
      return parse_iso8601(text);
    case TimestampFormat::unix_timestamp:
      return read_unix(text);
    case TimestampFormat::rfc822:
      return read_rfc822(text);
    case TimestampFormat::unspecified:
      break;
  }
  fail("a timestamp of no format");
}

std::optional<Time> time_of_seconds(double seconds) {
  if (!(seconds >= static_cast<double>(first_second) && seconds <= static_cast<double>(last_second)))
    return std::nullopt;
  return from_millis(std::llround(seconds * 1000));
}

}  // namespace cloche::wire
