#include "fakes/lambda/invocation_record.h"

#include <array>
#include <map>
#include <string>
#include <vector>

#include "fakes/cloudwatch/metric_writer.h"
#include "fakes/logs/log_writer.h"

namespace cloche::lambda {

namespace {

using cloudwatch::MetricName;
using cloudwatch::MetricPoint;
using cloudwatch::Unit;

// The same metric of the function, of what was invoked of it, and of all functions.
using Scopes = std::array<MetricName, 3>;

Scopes scopes_of(std::string_view metric, const std::string& function, const std::string& resource) {
  const auto name = [&](std::vector<MetricName::Dimension> dimensions) {
    return MetricName("AWS/Lambda", std::string(metric), std::move(dimensions));
  };
  return {name({{"FunctionName", function}}), name({{"FunctionName", function}, {"Resource", resource}}),
          name({})};
}

std::string resource_of(std::string_view function, std::string_view qualifier) {
  std::string resource(function);
  if (!qualifier.empty()) resource.append(":").append(qualifier);
  return resource;
}

// Made once for each metric of each function.
struct MetricNames {
  std::map<std::pair<std::string, std::string>, Scopes, std::less<>> scopes;  // by resource and metric
};

const Scopes& scopes(Account& account, const std::string& function, const std::string& resource,
                     std::string_view metric) {
  auto& all = account.cache<MetricNames>().scopes;
  const std::pair<std::string, std::string> key(resource, metric);
  const auto found = all.find(key);
  return found != all.end() ? found->second
                            : all.emplace(key, scopes_of(metric, function, resource)).first->second;
}

// What follows the function's own ARN in the one that was invoked.
std::string_view qualifier_of(const FunctionVersion& function, const Invocation& invocation) {
  const std::string_view arn = invocation.invoked_function_arn;
  return arn.size() > function.function_arn.size() ? arn.substr(function.function_arn.size() + 1) : "";
}

}  // namespace

void write_log(Account& account, std::string_view region, const LogBatch& log) {
  if (log.lines.empty()) return;
  // As on Lambda, each line with its end.
  std::vector<std::string> messages;
  std::vector<logs::LogEvent> events;
  messages.reserve(log.lines.size());
  events.reserve(log.lines.size());
  for (const LogLine& line : log.lines) events.push_back({line.at, messages.emplace_back(line.text + "\n")});
  logs::write_events(account, region, log.group, log.stream, events);
}

void record_invocation(Account& account, const FunctionVersion& function, const Invocation& invocation,
                       const Outcome& outcome) {
  write_log(account, function.region, outcome.log);
  const std::string resource = resource_of(function.name, qualifier_of(function, invocation));
  std::vector<MetricPoint> points;
  points.reserve(15);
  const auto add = [&](std::string_view metric, double value, Unit unit = Unit::count) {
    for (const MetricName& name : scopes(account, function.name, resource, metric))
      points.push_back({name, value, unit});
  };
  const bool throttled = outcome.kind == Outcome::Kind::throttled;
  add("Throttles", throttled ? 1 : 0);
  if (!throttled) {
    add("Invocations", 1);
    add("Errors", outcome.kind == Outcome::Kind::failed ? 1 : 0);
    add("Duration", static_cast<double>(outcome.duration.count()) / 1000, Unit::milliseconds);
    add("ConcurrentExecutions", outcome.concurrent);
  }
  cloudwatch::put_metrics(account, function.region, points, account.clock().now());
}

void record_event_metric(Account& account, std::string_view region, std::string_view function,
                         std::string_view qualifier, std::string_view metric, double value) {
  const Unit unit = metric == "AsyncEventAge" ? Unit::milliseconds : Unit::count;
  std::vector<MetricPoint> points;
  const std::string name(function);
  for (const MetricName& scope : scopes(account, name, resource_of(function, qualifier), metric))
    points.push_back({scope, value, unit});
  cloudwatch::put_metrics(account, region, points, account.clock().now());
}

}  // namespace cloche::lambda
