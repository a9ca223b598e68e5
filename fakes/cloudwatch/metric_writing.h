#pragma once
// What stands behind metric_writer.h and PutMetricData: puts values with their counts, and sets of
// statistics, into a metric's series.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fakes/cloudwatch/metric_name.h"
#include "fakes/cloudwatch/unit.h"
#include "fakes/core/account.h"
#include "fakes/core/clock.h"

namespace cloche::cloudwatch {

/// What of a series is known in memory. It is a hint: forgetting it costs a few rows more.
struct KnownSeries {
  std::int64_t number = 0;
  std::int64_t at = -1;      // the last minute that was written
  std::uint32_t points = 0;  // that were put into it
  double minimum = 0;
  double maximum = 0;
};

/// An alarm that watches a metric.
struct Watcher {
  std::int64_t alarm = 0;
  std::int64_t step = 0;  // seconds
  std::int64_t due = 0;   // milliseconds; max: it sleeps
};

struct KnownMetric {
  std::int64_t id = 0;
  std::uint64_t series_mask = 0;  // as in cloudwatch_metrics.series
  std::vector<KnownSeries> series;
  std::uint64_t watched = 0;  // the generation of alarms that `watchers` is of
  std::vector<Watcher> watchers;
};

struct StatisticSet {
  double count = 0;
  double sum = 0;
  double minimum = 0;
  double maximum = 0;
};

/// What the account's cache holds of metrics.
struct KnownMetrics {
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <class Value>
  using Map = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  Map<Map<KnownMetric>> regions;
  std::uint64_t alarm_generation = 1;  // goes up whenever an alarm came, went, or is due at another time
};

/// Lives as long as one call: what it has looked up, a roll-back makes void.
class MetricWriting {
 public:
  MetricWriting(Account& account, std::string_view region);

  /// Adds the metric if it is new.
  KnownMetric& metric(const MetricName& name);

  void put(KnownMetric& metric, Unit unit, bool by_second, Time at, double value, double count);
  void put(KnownMetric& metric, Unit unit, bool by_second, Time at, const StatisticSet& set);

 private:
  KnownSeries& series(KnownMetric& metric, Unit unit, bool by_second);
  void wake_watchers(KnownMetric& metric, Time at);

  Account& account_;
  std::string_view region_;
  KnownMetrics& known_;
  KnownMetrics::Map<KnownMetric>& of_region_;
  std::optional<Statement> add_value_;  // kept from one point to the next
};

/// To be called after alarms came, went, or are due at another time.
void forget_watchers(Account& account);

/// When an alarm that is evaluated at multiples of `step` seconds first sees data of `at`.
Time first_seen(Time at, Time now, std::int64_t step);

}  // namespace cloche::cloudwatch
