#pragma once
// A metric filter: what it makes of events as they come in. Its data points have the times of the events.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/cloudwatch/unit.h"
#include "fakes/core/account.h"
#include "fakes/logs/event_batch.h"
#include "fakes/logs/filter_pattern.h"
#include "fakes/wire/structure.h"

namespace cloche::logs {

struct Filter;

class MetricFilter {
 public:
  /// Of a filter as it is kept: its pattern, and {"metricTransformations": […]}.
  static MetricFilter of(const Filter& filter);

  /// Puts the data points of the events, which came together, into the metric. Where none of them matches it
  /// is the default value, if the filter has one.
  void apply(Account& account, std::string_view region, std::span<const LogEvent> events) const;

 private:
  explicit MetricFilter(FilterPattern pattern) : pattern_(std::move(pattern)) {}
  void put(Account& account, std::string_view region, const LogEvent& event, double value) const;

  FilterPattern pattern_;
  std::string name_space_;
  std::string name_;
  std::string value_;  // a number, or "$name" or "$.selector"
  std::optional<double> default_value_;
  std::vector<std::pair<std::string, std::string>> dimensions_;  // name, "$name" or "$.selector"
  cloudwatch::Unit unit_ = cloudwatch::Unit::none;
};

/// Throws ApiError where AWS does not take the transformation beside the pattern.
void check_metric_transformation(const wire::Structure& transformation);

}  // namespace cloche::logs
