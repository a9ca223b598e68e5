#pragma once
// Reads metrics and their data. How fine data can be read depends on their age, as the real service puts old
// data together: by the second for 3 hours (where they were put so), by the minute for 15 days, by 5 minutes
// for 63 days, by the hour for 455 days.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/cloudwatch/metric_name.h"
#include "fakes/cloudwatch/statistic.h"
#include "fakes/cloudwatch/unit.h"
#include "fakes/core/account.h"
#include "fakes/core/clock.h"

namespace cloche::cloudwatch {

/// Periods of a length, from `start`; all in seconds, `end` is not in it.
struct Window {
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::int64_t period = 60;
};

/// The data of a metric that came in one unit, by the beginning of their period.
struct UnitData {
  Unit unit = Unit::none;
  std::map<std::int64_t, Aggregate> periods;
};

/// A metric as ListMetrics names it.
struct ListedMetric {
  MetricName name;
  std::int64_t last = 0;  // the beginning of the last minute that has data
};

inline std::int64_t to_seconds(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}
inline Time from_seconds(std::int64_t seconds) { return Time(std::chrono::seconds(seconds)); }

/// The start of a request's first period: rounded down, by its age, to the minute, 5 minutes or hour; to the
/// period where that is shorter than a minute.
std::int64_t rounded_start(Time start, std::int64_t period, Time now);

class MetricReading {
 public:
  MetricReading(Account& account, std::string_view region);

  /// The data of a metric, by unit; `values` also reads what percentiles need.
  std::vector<UnitData> read_units(const MetricName& metric, std::optional<Unit> unit, const Window& window,
                                   bool values);
  /// The same, whatever their unit.
  std::map<std::int64_t, Aggregate> read(const MetricName& metric, std::optional<Unit> unit,
                                         const Window& window, bool values);

  /// When data were put, as the beginnings of minutes (or seconds), in order.
  std::vector<std::int64_t> times(const MetricName& metric, std::int64_t start, std::int64_t end);

  /// What ListMetrics lists, by namespace, name and dimensions, after `after`: at most `limit` that have had
  /// data since `since` and of which `wanted` says yes.
  std::vector<ListedMetric> list(const std::string* name_space, const std::string* name,
                                 const MetricName* after, Time since, std::size_t limit,
                                 const std::function<bool(const MetricName&)>& wanted);

 private:
  struct Stored {
    std::int64_t id = 0;
    std::uint64_t series = 0;
  };
  std::optional<Stored> find(const MetricName& metric);
  void read_series(std::int64_t series, const Window& window, bool values,
                   std::map<std::int64_t, Aggregate>& periods);
  std::int64_t last_of(const Stored& metric);

  Database& database_;
  std::string_view region_;
  Time now_;
};

}  // namespace cloche::cloudwatch
