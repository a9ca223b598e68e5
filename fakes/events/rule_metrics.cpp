#include "fakes/events/rule_metrics.h"

#include <string>
#include <vector>

#include "fakes/cloudwatch/metric_writer.h"

namespace cloche::events {

void count(Account& account, const RuleName& rule, std::initializer_list<std::string_view> metrics) {
  std::vector<cloudwatch::MetricName::Dimension> dimensions{{"RuleName", rule.name}};
  if (!rule.bus.is_default()) dimensions.emplace_back("EventBusName", rule.bus.name);
  std::vector<cloudwatch::MetricName> names;
  names.reserve(metrics.size());
  for (const std::string_view metric : metrics)
    names.emplace_back("AWS/Events", std::string(metric), dimensions);
  std::vector<cloudwatch::MetricPoint> points;
  points.reserve(names.size());
  for (const auto& name : names) points.push_back({name, 1, cloudwatch::Unit::count});
  cloudwatch::put_metrics(account, rule.bus.region, points, account.clock().now());
}

}  // namespace cloche::events
