#include "fakes/cloudwatch/metric_writing.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "fakes/cloudwatch/alarm_timer.h"
#include "fakes/cloudwatch/metric_writer.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

/// The value with its 10 first binary digits, towards zero: within 0.1 %, and whole numbers below 1024 as
/// they are.
double coarse(double value) {
  constexpr std::uint64_t dropped = (std::uint64_t{1} << 42) - 1;
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) & ~dropped);
}

/// The value under which a point is counted: its own, or one near by where the minute has many.
double counted_as(KnownSeries& series, std::int64_t at, double value) {
  if (series.at != at) {
    series.at = at;
    series.points = 0;
    series.minimum = series.maximum = value;
  }
  ++series.points;
  if (series.points <= exact_points || value <= series.minimum || value >= series.maximum) {
    series.minimum = std::min(series.minimum, value);
    series.maximum = std::max(series.maximum, value);
    return value;
  }
  const double near = coarse(value);
  return near < series.minimum || near > series.maximum ? value : near;
}

std::int64_t bucket_of(Time at, bool by_second) {
  const std::int64_t seconds = to_millis(at) / 1000;
  return by_second ? seconds : seconds - seconds % 60;
}

}  // namespace

Time first_seen(Time at, Time now, std::int64_t step) {
  const std::int64_t millis = step * 1000;
  const std::int64_t from = to_millis(std::max(at, now));
  return from_millis(from - from % millis + millis);
}

void forget_watchers(Account& account) { ++account.cache<KnownMetrics>().alarm_generation; }

MetricWriting::MetricWriting(Account& account, std::string_view region)
    : account_(account),
      region_(region),
      known_(account.cache<KnownMetrics>()),
      of_region_(known_.regions[std::string(region)]) {}

KnownMetric& MetricWriting::metric(const MetricName& name) {
  const auto found = of_region_.find(name.key());
  if (found != of_region_.end()) return found->second;

  Database& database = account_.database();
  KnownMetric known;
  auto row = database.query(
      "SELECT id, series FROM cloudwatch_metrics WHERE region = ?1 AND namespace = ?2 AND name = ?3 AND "
      "dimensions = ?4",
      region_, name.name_space(), name.name(), name.dimension_key());
  if (row.step()) {
    known.id = row.integer(0);
    known.series_mask = std::bit_cast<std::uint64_t>(row.integer(1));
  } else {
    database.run(
        "INSERT INTO cloudwatch_metrics (region, namespace, name, dimensions) VALUES (?1, ?2, ?3, ?4)",
        region_, name.name_space(), name.name(), name.dimension_key());
    known.id = database.last_insert_id();
  }
  return of_region_.emplace(name.key(), std::move(known)).first->second;
}

KnownSeries& MetricWriting::series(KnownMetric& metric, Unit unit, bool by_second) {
  const auto bit = static_cast<std::int64_t>(unit) * 2 + (by_second ? 1 : 0);
  const std::int64_t number = metric.id * 64 + bit;
  for (KnownSeries& known : metric.series) {
    if (known.number == number) return known;
  }
  const std::uint64_t mask = std::uint64_t{1} << bit;
  if ((metric.series_mask & mask) == 0) {
    metric.series_mask |= mask;
    account_.database().run("UPDATE cloudwatch_metrics SET series = ?2 WHERE id = ?1", metric.id,
                            std::bit_cast<std::int64_t>(metric.series_mask));
  }
  return metric.series.emplace_back(KnownSeries{.number = number});
}

void MetricWriting::put(KnownMetric& metric, Unit unit, bool by_second, Time at, double value, double count) {
  KnownSeries& known = series(metric, unit, by_second);
  const std::int64_t bucket = bucket_of(at, by_second);
  if (!add_value_) {
    add_value_.emplace(account_.database().prepare(
        "INSERT INTO cloudwatch_points (series, at, value, count, sum) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (series, at, value) DO UPDATE SET count = count + excluded.count, sum = sum + "
        "excluded.sum"));
  }
  add_value_->reset();
  add_value_->bind(known.number)
      .bind(bucket)
      .bind(counted_as(known, bucket, value))
      .bind(count)
      .bind(value * count)
      .run();
  wake_watchers(metric, at);
}

void MetricWriting::put(KnownMetric& metric, Unit unit, bool by_second, Time at, const StatisticSet& set) {
  // Of equal values all is known.
  if (set.minimum == set.maximum || set.count == 1) {
    put(metric, unit, by_second, at, set.minimum, set.count);
    return;
  }
  const KnownSeries& known = series(metric, unit, by_second);
  account_.database().run(
      "INSERT INTO cloudwatch_sets (series, at, count, sum, minimum, maximum) VALUES (?1, ?2, ?3, ?4, ?5, "
      "?6) "
      "ON CONFLICT (series, at) DO UPDATE SET count = count + excluded.count, sum = sum + excluded.sum, "
      "minimum = min(minimum, excluded.minimum), maximum = max(maximum, excluded.maximum)",
      known.number, bucket_of(at, by_second), set.count, set.sum, set.minimum, set.maximum);
  wake_watchers(metric, at);
}

void MetricWriting::wake_watchers(KnownMetric& metric, Time at) {
  if (metric.watched != known_.alarm_generation) {
    metric.watched = known_.alarm_generation;
    metric.watchers.clear();
    auto row = account_.database().query(
        "SELECT id, step, due FROM cloudwatch_alarm_metrics JOIN cloudwatch_alarms ON alarm = id WHERE "
        "metric = ?1",
        metric.id);
    while (row.step())
      metric.watchers.push_back({row.integer(0), row.integer(1), row.optional_integer(2).value_or(never)});
  }
  if (metric.watchers.empty()) return;
  const Time now = account_.clock().now();
  for (Watcher& watcher : metric.watchers) {
    const Time seen = first_seen(at, now, watcher.step);
    if (watcher.due <= to_millis(seen)) continue;
    watcher.due = to_millis(seen);
    evaluate_at(account_, watcher.alarm, seen);
  }
}

void put_metric(Account& account, std::string_view region, const MetricName& metric, double value, Unit unit,
                Time at) {
  MetricWriting writing(account, region);
  writing.put(writing.metric(metric), unit, false, at, value, 1);
}

void put_metrics(Account& account, std::string_view region, std::span<const MetricPoint> points, Time at) {
  MetricWriting writing(account, region);
  for (const MetricPoint& point : points)
    writing.put(writing.metric(point.metric), point.unit, false, at, point.value, point.count);
}

}  // namespace cloche::cloudwatch
