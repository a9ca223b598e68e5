#include "fakes/events/schedule.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string>
#include <vector>

namespace cloche::events {

namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> month_names{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                       "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> day_names{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
constexpr unsigned days_of_week = 7;
constexpr std::size_t rate_digits = 9;

/// What stands between "name(" and ")".
std::optional<std::string_view> argument_of(std::string_view text, std::string_view name) {
  if (!text.starts_with(name) || !text.ends_with(')')) return std::nullopt;
  text.remove_prefix(name.size());
  if (!text.starts_with('(')) return std::nullopt;
  return text.substr(1, text.size() - 2);
}

std::vector<std::string_view> split(std::string_view text, auto is_separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && !is_separator(text[i])) continue;
    parts.push_back(text.substr(start, i - start));
    start = i + 1;
  }
  return parts;
}

/// The words between white space.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words = split(text, [](char c) { return c == ' ' || c == '\t'; });
  std::erase_if(words, [](std::string_view word) { return word.empty(); });
  return words;
}

std::optional<unsigned> number_of(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

/// What the values of a field may be.
struct Field {
  unsigned low, high;
  std::span<const std::string_view> names = {};  // of the values from `low` on

  std::optional<unsigned> value(std::string_view text) const {
    std::optional<unsigned> number = number_of(text);
    for (std::size_t i = 0; i < names.size() && !number; ++i) {
      const bool same = std::ranges::equal(text, names[i], [](char a, char b) { return (a & ~0x20) == b; });
      if (same) number = low + static_cast<unsigned>(i);
    }
    if (!number || *number < low || *number > high) return std::nullopt;
    return number;
  }
};

constexpr Field minute_field{0, 59};
constexpr Field hour_field{0, 23};
constexpr Field day_field{1, 31};
constexpr Field month_field{1, 12, month_names};
constexpr Field weekday_field{1, 7, day_names};
constexpr Field year_field{Cron::first_year, Cron::last_year};

/// Calls `add(value)` for each value of one element of a list: "*", "5", "5-10", "0/15", "5-30/5", "*/10". A
/// range may go over the end: "20-2". False where it is none.
bool read_element(const Field& field, std::string_view text, auto add) {
  unsigned step = 0;
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    const auto read = number_of(text.substr(slash + 1));
    if (!read || *read == 0 || *read > field.high) return false;
    step = *read;
    text = text.substr(0, slash);
  }
  unsigned first = field.low;
  unsigned last = field.high;
  if (text != "*") {
    const auto dash = text.find('-');
    const auto low = field.value(text.substr(0, dash));
    if (!low) return false;
    first = *low;
    if (dash != std::string_view::npos) {
      const auto high = field.value(text.substr(dash + 1));
      if (!high) return false;
      last = *high;
    } else if (step == 0) {
      last = first;
    }
  }
  const unsigned size = field.high - field.low + 1;
  const unsigned length = last >= first ? last - first : last + size - first;
  for (unsigned i = 0; i <= length; i += std::max(step, 1U)) add(field.low + (first - field.low + i) % size);
  return true;
}

bool read_list(const Field& field, std::string_view text, auto add) {
  const std::vector<std::string_view> elements = split(text, [](char c) { return c == ','; });
  return std::ranges::all_of(elements,
                             [&](std::string_view element) { return read_element(field, element, add); });
}

std::optional<CronDays> read_days_of_month(std::string_view text) {
  CronDays days;
  if (text == "L") {
    days.kind = CronDays::Kind::last_of_month;
  } else if (text == "LW") {
    days.kind = CronDays::Kind::last_weekday;
  } else if (text.ends_with('W')) {
    const auto day = day_field.value(text.substr(0, text.size() - 1));
    if (!day) return std::nullopt;
    days.kind = CronDays::Kind::nearest_weekday;
    days.day = *day;
  } else {
    days.kind = CronDays::Kind::of_month;
    if (!read_list(day_field, text, [&](unsigned day) { days.days.set(day); })) return std::nullopt;
  }
  return days;
}

std::optional<CronDays> read_days_of_week(std::string_view text) {
  CronDays result;
  if (text == "L") {
    result.kind = CronDays::Kind::of_week;
    result.days.set(days_of_week);
  } else if (const auto hash = text.find('#'); hash != std::string_view::npos) {
    const auto day = weekday_field.value(text.substr(0, hash));
    const auto nth = number_of(text.substr(hash + 1));
    if (!day || !nth || *nth < 1 || *nth > 5) return std::nullopt;
    result.kind = CronDays::Kind::nth_of_its_week;
    result.day = *day;
    result.nth = *nth;
  } else if (const auto day = weekday_field.value(text.substr(0, text.size() - 1));
             text.ends_with('L') && day) {
    result.kind = CronDays::Kind::last_of_its_week;
    result.day = *day;
  } else {
    result.kind = CronDays::Kind::of_week;
    if (!read_list(weekday_field, text, [&](unsigned value) { result.days.set(value); })) return std::nullopt;
  }
  return result;
}

std::optional<Cron> read_cron(std::string_view text) {
  const std::vector<std::string_view> fields = words_of(text);
  if (fields.size() != 6) return std::nullopt;
  Cron cron;
  const auto [of_month, of_week] = std::pair(fields[2], fields[4]);
  if ((of_month == "?") == (of_week == "?")) return std::nullopt;
  const auto days = of_week == "?" ? read_days_of_month(of_month) : read_days_of_week(of_week);
  if (!days) return std::nullopt;
  cron.days = *days;
  const bool read =
      read_list(minute_field, fields[0], [&](unsigned minute) { cron.minutes.set(minute); }) &&
      read_list(hour_field, fields[1], [&](unsigned hour) { cron.hours.set(hour); }) &&
      read_list(month_field, fields[3], [&](unsigned month) { cron.months.set(month); }) &&
      read_list(year_field, fields[5], [&](unsigned year) { cron.years.set(year - Cron::first_year); });
  return read ? std::optional(cron) : std::nullopt;
}

std::optional<Rate> read_rate(std::string_view text) {
  const std::vector<std::string_view> words = words_of(text);
  if (words.size() != 2 || words[0].size() > rate_digits) return std::nullopt;
  const auto value = number_of(words[0]);
  if (!value || *value == 0) return std::nullopt;
  std::string_view unit = words[1];
  if (*value > 1) {
    if (!unit.ends_with('s')) return std::nullopt;
    unit.remove_suffix(1);
  }
  if (unit == "minute") return Rate{minutes(*value)};
  if (unit == "hour") return Rate{std::chrono::hours(*value)};
  if (unit == "day") return Rate{days(*value)};
  return std::nullopt;
}

bool is_weekday(sys_days day) {
  const weekday of(day);
  return of != std::chrono::Saturday && of != std::chrono::Sunday;
}

sys_days last_day(year_month_day date) { return sys_days(date.year() / date.month() / std::chrono::last); }

/// The weekday that is nearest to `day` and in its month.
sys_days nearest_weekday(sys_days day) {
  const auto month = year_month_day(day).month();
  for (const int shift : {0, -1, 1, -2, 2}) {
    const sys_days candidate = day + days(shift);
    if (is_weekday(candidate) && year_month_day(candidate).month() == month) return candidate;
  }
  return day;
}

std::optional<Time> next_of(const Rate& rate, Time after, Time start) {
  if (after < start) return start + rate.interval;
  return start + ((after - start) / rate.interval + 1) * rate.interval;
}

std::optional<Time> next_of(const Cron& cron, Time after) {
  // The next minute, and from there day by day.
  const auto from = std::chrono::floor<minutes>(after) + minutes(1);
  auto day = std::chrono::floor<days>(from);
  if (day < sys_days(std::chrono::year(Cron::first_year) / 1 / 1)) {
    day = sys_days(std::chrono::year(Cron::first_year) / 1 / 1);
  }
  auto minute_of_day = static_cast<std::size_t>(std::max((from - day) / minutes(1), std::int64_t{0}));
  for (;; day += days(1), minute_of_day = 0) {
    const year_month_day date(day);
    const int year = static_cast<int>(date.year());
    if (year > Cron::last_year) return std::nullopt;
    if (!cron.years.test(static_cast<std::size_t>(year - Cron::first_year)) ||
        !cron.months.test(static_cast<unsigned>(date.month())) || !cron.days.has(date)) {
      continue;
    }
    for (; minute_of_day < 24 * 60; ++minute_of_day) {
      if (!cron.hours.test(minute_of_day / 60)) {
        minute_of_day += 59 - minute_of_day % 60;
      } else if (cron.minutes.test(minute_of_day % 60)) {
        return day + minutes(minute_of_day);
      }
    }
  }
}

}  // namespace

bool CronDays::has(year_month_day date) const {
  const auto day_of_month = static_cast<unsigned>(date.day());
  const sys_days today(date);
  const unsigned day_of_week = weekday(today).c_encoding() + 1;
  switch (kind) {
    case Kind::of_month:
      return days.test(day_of_month);
    case Kind::last_of_month:
      return today == last_day(date);
    case Kind::last_weekday:
      return today == nearest_weekday(last_day(date));
    case Kind::nearest_weekday: {
      const year_month_day wanted = date.year() / date.month() / std::chrono::day(day);
      return wanted.ok() && today == nearest_weekday(sys_days(wanted));
    }
    case Kind::of_week:
      return days.test(day_of_week);
    case Kind::last_of_its_week:
      return day_of_week == day && last_day(date) - today < std::chrono::days(days_of_week);
    case Kind::nth_of_its_week:
      return day_of_week == day && (day_of_month - 1) / days_of_week + 1 == nth;
  }
  return false;
}

std::optional<Schedule> Schedule::parse(std::string_view text) {
  if (const auto fields = argument_of(text, "cron")) {
    if (const auto cron = read_cron(*fields)) return Schedule(*cron);
  } else if (const auto words = argument_of(text, "rate")) {
    if (const auto rate = read_rate(*words)) return Schedule(*rate);
  }
  return std::nullopt;
}

std::optional<Time> Schedule::next(Time after, Time start) const {
  if (const Rate* rate = std::get_if<Rate>(&when_)) return next_of(*rate, after, start);
  return next_of(std::get<Cron>(when_), after);
}

}  // namespace cloche::events
