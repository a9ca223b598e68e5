#pragma once
// When a rule fires by itself: `rate(5 minutes)`, or `cron(0/15 8-17 ? * MON-FRI *)` of six fields, in UTC,
// to the minute. Source: the EventBridge User Guide, "Creating an Amazon EventBridge rule that runs on a
// schedule".
#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "fakes/core/clock.h"

namespace cloche::events {

struct Rate {
  Duration interval{};
};

/// Days of a month or of a week. One of the two fields of an expression says which days; the other is `?`.
struct CronDays {
  enum class Kind {
    of_month,          // `days` has them
    last_of_month,     // L
    last_weekday,      // LW
    nearest_weekday,   // 15W: the weekday that is nearest to `day`, in the same month
    of_week,           // `days` has them, 1 is Sunday
    last_of_its_week,  // 6L: the last Friday of the month
    nth_of_its_week    // 6#3: the third Friday of the month
  };
  Kind kind = Kind::of_month;
  std::bitset<32> days;
  unsigned day = 0;  // of the month or of the week, where it is one
  unsigned nth = 0;

  bool has(std::chrono::year_month_day date) const;
};

struct Cron {
  static constexpr int first_year = 1970, last_year = 2199;
  std::bitset<60> minutes;
  std::bitset<24> hours;
  std::bitset<13> months;  // from 1
  std::bitset<last_year - first_year + 1> years;
  CronDays days;
};

class Schedule {
 public:
  /// nullopt where `text` is no schedule expression.
  static std::optional<Schedule> parse(std::string_view text);

  /// The first firing after `after`; nullopt where there is none. A rate counts from `start`, the moment at
  /// which its rule began.
  std::optional<Time> next(Time after, Time start) const;

 private:
  explicit Schedule(std::variant<Rate, Cron> when) : when_(when) {}
  std::variant<Rate, Cron> when_;
};

}  // namespace cloche::events
