#pragma once
// How data come into the account's metrics, be it by PutMetricData or by a service that emits its own. Called
// inside a unit of work, thousands of times a second: a point is one upsert, of the value that was seen in
// its minute; the ids of metrics are remembered in the account's cache.
//
// Counts, sums, minima and maxima are exact. Percentiles are, until a minute of a metric has been given
// `exact_points` points; of those that come after, values that are closer than 0.1 % are counted as one, so
// that a minute under load stays small.
//
// An alarm that sleeps and watches the metric is woken for the moment at which it can see the point.
#include <cstdint>
#include <span>
#include <string_view>

#include "fakes/cloudwatch/metric_name.h"
#include "fakes/cloudwatch/unit.h"
#include "fakes/core/account.h"
#include "fakes/core/clock.h"

namespace cloche::cloudwatch {

inline constexpr std::uint32_t exact_points = 1000;

/// One point, or several of the same value; kept by the minute.
struct MetricPoint {
  const MetricName& metric;
  double value = 0;
  Unit unit = Unit::none;
  double count = 1;
};

void put_metric(Account& account, std::string_view region, const MetricName& metric, double value, Unit unit,
                Time at);

/// The same for several points of one moment, and cheaper.
void put_metrics(Account& account, std::string_view region, std::span<const MetricPoint> points, Time at);

}  // namespace cloche::cloudwatch
