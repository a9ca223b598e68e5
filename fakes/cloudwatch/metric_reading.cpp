#include "fakes/cloudwatch/metric_reading.h"

#include <algorithm>
#include <bit>

namespace cloche::cloudwatch {

namespace {

constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;

/// The shortest period in which data of an age can be read; 0: in none.
std::int64_t finest(std::int64_t age) {
  if (age < 3 * hour) return 1;
  if (age < 15 * day) return 60;
  if (age < 63 * day) return 300;
  if (age < 455 * day) return hour;
  return 0;
}

template <class Work>
void for_each_series(std::int64_t id, std::uint64_t mask, Work&& work) {
  for (std::uint64_t rest = mask; rest != 0; rest &= rest - 1) work(id * 64 + std::countr_zero(rest));
}

bool is_by_second(std::int64_t series) { return series % 2 != 0; }
Unit unit_of_series(std::int64_t series) { return static_cast<Unit>(series % 64 / 2); }

}  // namespace

std::int64_t rounded_start(Time start, std::int64_t period, Time now) {
  const std::int64_t seconds = to_seconds(start);
  const std::int64_t age = to_seconds(now) - seconds;
  const std::int64_t grain = period < 60 ? period : age < 15 * day ? 60 : age < 63 * day ? 300 : hour;
  return seconds - seconds % grain;
}

MetricReading::MetricReading(Account& account, std::string_view region)
    : database_(account.database()), region_(region), now_(account.clock().now()) {}

std::optional<MetricReading::Stored> MetricReading::find(const MetricName& metric) {
  auto row = database_.query(
      "SELECT id, series FROM cloudwatch_metrics WHERE region = ?1 AND namespace = ?2 AND name = ?3 AND "
      "dimensions = ?4",
      region_, metric.name_space(), metric.name(), metric.dimension_key());
  if (!row.step()) return std::nullopt;
  return Stored{row.integer(0), std::bit_cast<std::uint64_t>(row.integer(1))};
}

std::vector<UnitData> MetricReading::read_units(const MetricName& metric, std::optional<Unit> unit,
                                                const Window& window, bool values) {
  std::map<Unit, UnitData> units;
  if (const auto stored = find(metric)) {
    for_each_series(stored->id, stored->series, [&](std::int64_t series) {
      const Unit of = unit_of_series(series);
      if (unit && *unit != of) return;
      UnitData& data = units[of];
      data.unit = of;
      read_series(series, window, values, data.periods);
    });
  }
  std::vector<UnitData> list;
  for (auto& [of, data] : units) {
    if (!data.periods.empty()) list.push_back(std::move(data));
  }
  return list;
}

std::map<std::int64_t, Aggregate> MetricReading::read(const MetricName& metric, std::optional<Unit> unit,
                                                      const Window& window, bool values) {
  std::map<std::int64_t, Aggregate> periods;
  if (const auto stored = find(metric)) {
    for_each_series(stored->id, stored->series, [&](std::int64_t series) {
      if (!unit || *unit == unit_of_series(series)) read_series(series, window, values, periods);
    });
  }
  return periods;
}

void MetricReading::read_series(std::int64_t series, const Window& window, bool values,
                                std::map<std::int64_t, Aggregate>& periods) {
  // Assumed: a period shorter than a minute shows only what was put with a resolution of a second.
  if (window.period < 60 && !is_by_second(series)) return;
  const std::int64_t now = to_seconds(now_);
  const auto period_of = [&](std::int64_t at) -> Aggregate* {
    const std::int64_t start = at - (at - window.start) % window.period;
    const std::int64_t grain = finest(now - start);
    if (grain == 0 || window.period % grain != 0) return nullptr;
    return &periods[start];
  };
  auto point = database_.query(
      "SELECT at, value, count, sum FROM cloudwatch_points WHERE series = ?1 AND at >= ?2 AND at < ?3",
      series, window.start, window.end);
  while (point.step()) {
    if (Aggregate* data = period_of(point.integer(0)))
      data->add(point.real(1), point.real(2), point.real(3), values);
  }
  auto set = database_.query(
      "SELECT at, count, sum, minimum, maximum FROM cloudwatch_sets WHERE series = ?1 AND at >= ?2 AND at < "
      "?3",
      series, window.start, window.end);
  while (set.step()) {
    if (Aggregate* data = period_of(set.integer(0)))
      data->add_set(set.real(1), set.real(2), set.real(3), set.real(4));
  }
}

std::vector<std::int64_t> MetricReading::times(const MetricName& metric, std::int64_t start,
                                               std::int64_t end) {
  std::vector<std::int64_t> times;
  const auto stored = find(metric);
  if (!stored) return times;
  for_each_series(stored->id, stored->series, [&](std::int64_t series) {
    auto row = database_.query(
        "SELECT DISTINCT at FROM cloudwatch_points WHERE series = ?1 AND at >= ?2 AND at < ?3 UNION "
        "SELECT at FROM cloudwatch_sets WHERE series = ?1 AND at >= ?2 AND at < ?3",
        series, start, end);
    while (row.step()) times.push_back(row.integer(0));
  });
  std::ranges::sort(times);
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

std::int64_t MetricReading::last_of(const Stored& metric) {
  std::int64_t last = 0;
  for_each_series(metric.id, metric.series, [&](std::int64_t series) {
    auto row = database_.query(
        "SELECT max(ifnull((SELECT max(at) FROM cloudwatch_points WHERE series = ?1), 0), "
        "ifnull((SELECT max(at) FROM cloudwatch_sets WHERE series = ?1), 0))",
        series);
    row.step();
    last = std::max(last, row.integer(0));
  });
  return last;
}

std::vector<ListedMetric> MetricReading::list(const std::string* name_space, const std::string* name,
                                              const MetricName* after, Time since, std::size_t limit,
                                              const std::function<bool(const MetricName&)>& wanted) {
  std::vector<ListedMetric> metrics;
  auto row = database_.prepare(
      "SELECT id, series, namespace, name, dimensions FROM cloudwatch_metrics WHERE region = ?1 "
      "AND (?2 IS NULL OR namespace = ?2) AND (?3 IS NULL OR name = ?3) "
      "AND (namespace, name, dimensions) > (?4, ?5, ?6) ORDER BY namespace, name, dimensions");
  row.bind(region_);
  for (const std::string* text : {name_space, name}) {
    if (text != nullptr) {
      row.bind(*text);
    } else {
      row.bind_null();
    }
  }
  row.bind(after != nullptr ? std::string_view(after->name_space()) : "");
  row.bind(after != nullptr ? std::string_view(after->name()) : "");
  row.bind(after != nullptr ? after->dimension_key() : "");
  while (metrics.size() < limit && row.step()) {
    MetricName metric(row.string(2), row.string(3), MetricName::dimensions_of(row.text(4)));
    if (!wanted(metric)) continue;
    const std::int64_t last = last_of({row.integer(0), std::bit_cast<std::uint64_t>(row.integer(1))});
    if (last != 0 && last >= to_seconds(since) - 59) metrics.push_back({std::move(metric), last});
  }
  return metrics;
}

}  // namespace cloche::cloudwatch
