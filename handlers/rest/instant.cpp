#include "handlers/rest/instant.h"

#include <chrono>

namespace handlers {

namespace {

constexpr Millis day_length = 86'400'000;

/// `text` where its form is that of `pattern`, in which 0 stands for a digit.
bool has_form(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (pattern[i] == '0' ? !is_digit : text[i] != pattern[i]) return false;
  }
  return true;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

std::string digits(int number, std::size_t count) {
  std::string text(count, '0');
  for (auto digit = text.rbegin(); digit != text.rend(); ++digit, number /= 10)
    *digit = static_cast<char>('0' + number % 10);
  return text;
}

}  // namespace

std::optional<int> parse_day(std::string_view text) {
  if (!has_form(text, "0000-00-00")) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(number(text.substr(0, 4))),
                                         std::chrono::month(static_cast<unsigned>(number(text.substr(5, 2)))),
                                         std::chrono::day(static_cast<unsigned>(number(text.substr(8, 2))))};
  if (!date.ok() || date.year() < std::chrono::year(1)) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

std::string format_day(int days) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  return digits(static_cast<int>(date.year()), 4) + '-' +
         digits(static_cast<int>(static_cast<unsigned>(date.month())), 2) + '-' +
         digits(static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

int day_of(Millis moment) {
  return static_cast<int>(moment >= 0 ? moment / day_length : -((-moment + day_length - 1) / day_length));
}

std::string format_instant(Millis moment) {
  const int day = day_of(moment);
  const int rest = static_cast<int>(moment - day * day_length);
  return format_day(day) + 'T' + digits(rest / 3'600'000, 2) + ':' + digits(rest / 60'000 % 60, 2) + ':' +
         digits(rest / 1000 % 60, 2) + '.' + digits(rest % 1000, 3) + 'Z';
}

std::optional<Millis> parse_instant(std::string_view text) {
  const bool whole = has_form(text, "0000-00-00T00:00:00Z");
  if (!whole && !has_form(text, "0000-00-00T00:00:00.000Z")) return std::nullopt;
  const auto day = parse_day(text.substr(0, 10));
  const int hour = number(text.substr(11, 2));
  const int minute = number(text.substr(14, 2));
  const int second = number(text.substr(17, 2));
  if (!day || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const int millis = whole ? 0 : number(text.substr(20, 3));
  return *day * day_length + ((hour * 60 + minute) * 60 + second) * Millis{1000} + millis;
}

}  // namespace handlers
