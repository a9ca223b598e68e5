#include "fakes/lambda/invocation_record.h"

#include <array>
#include <cmath>
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

/// Of which function a metric is.
struct Measured {
  std::string_view function;           // name
  std::string resource;                // "name" or "name:qualifier"
  std::string_view version_by_weight;  // that an alias with weights led to; "": it was not such a one
};

// The same metric of the function, of what was invoked of it, and of all functions; and of a version beside
// others behind one alias.
std::vector<MetricName> scopes_of(std::string_view metric, const Measured& of) {
  using Dimensions = std::vector<MetricName::Dimension>;
  const MetricName::Dimension function("FunctionName", of.function);
  const MetricName::Dimension resource("Resource", of.resource);
  std::vector<Dimensions> all{{function}, {function, resource}, {}};
  if (!of.version_by_weight.empty())
    all.push_back({function, resource, {"ExecutedVersion", std::string(of.version_by_weight)}});
  std::vector<MetricName> names;
  for (Dimensions& dimensions : all)
    names.emplace_back("AWS/Lambda", std::string(metric), std::move(dimensions));
  return names;
}

std::string resource_of(std::string_view function, std::string_view qualifier) {
  std::string resource(function);
  if (!qualifier.empty()) resource.append(":").append(qualifier);
  return resource;
}

// Made once for each metric of each function.
struct MetricNames {
  // By resource, version and metric.
  std::map<std::array<std::string, 3>, std::vector<MetricName>> scopes;
};

const std::vector<MetricName>& scopes(Account& account, const Measured& of, std::string_view metric) {
  auto& all = account.cache<MetricNames>().scopes;
  std::array<std::string, 3> key{of.resource, std::string(of.version_by_weight), std::string(metric)};
  const auto found = all.find(key);
  return found != all.end() ? found->second
                            : all.emplace(std::move(key), scopes_of(metric, of)).first->second;
}

// What follows the function's own ARN in the one that was invoked.
std::string_view qualifier_of(const FunctionVersion& function, const Invocation& invocation) {
  const std::string_view arn = invocation.invoked_function_arn;
  return arn.size() > function.function_arn.size() ? arn.substr(function.function_arn.size() + 1) : "";
}

void write_lines(Account& account, std::string_view region, std::string_view group, std::string_view stream,
                 std::span<const LogLine* const> lines) {
  // As on Lambda, each line with its end.
  std::vector<std::string> messages;
  std::vector<logs::LogEvent> events;
  messages.reserve(lines.size());
  events.reserve(lines.size());
  for (const LogLine* line : lines) events.push_back({line->at, messages.emplace_back(line->text + "\n")});
  logs::write_events(account, region, group, stream, events);
}

void record_logs(Account& account, std::span<const FinishedInvocation> invocations) {
  std::map<std::array<std::string_view, 3>, std::vector<const LogLine*>> streams;
  for (const FinishedInvocation& one : invocations) {
    const LogBatch& log = one.outcome.log;
    if (log.lines.empty()) continue;
    auto& lines = streams[{one.function.region, log.group, log.stream}];
    for (const LogLine& line : log.lines) lines.push_back(&line);
  }
  for (const auto& [names, lines] : streams) write_lines(account, names[0], names[1], names[2], lines);
}

/// How often a metric had a value.
struct Tally {
  std::string_view metric;
  double value = 0;
  double count = 0;
};

/// What was counted of a function, as it was invoked.
struct Tallies {
  std::vector<Tally> values;  // few

  void add(std::string_view metric, double value) {
    for (Tally& tally : values) {
      if (tally.value == value && tally.metric == metric) return static_cast<void>(++tally.count);
    }
    values.push_back({metric, value, 1});
  }
};

// In milliseconds, with the two decimals that REPORT has.
double duration_of(const Outcome& outcome) {
  return std::round(static_cast<double>(outcome.duration.count()) / 10) / 100;
}

void count(const Outcome& outcome, Tallies& tallies) {
  const bool throttled = outcome.kind == Outcome::Kind::throttled;
  tallies.add("Throttles", throttled ? 1 : 0);
  if (throttled) return;
  tallies.add("Invocations", 1);
  tallies.add("Errors", outcome.kind == Outcome::Kind::failed ? 1 : 0);
  tallies.add("Duration", duration_of(outcome));
  tallies.add("ConcurrentExecutions", outcome.concurrent);
}

void record_metrics(Account& account, std::span<const FinishedInvocation> invocations) {
  // By region, name, qualifier and version that was drawn.
  std::map<std::array<std::string_view, 4>, Tallies> functions;
  for (const FinishedInvocation& one : invocations) {
    const std::string_view qualifier = qualifier_of(one.function, one.invocation);
    const std::string_view drawn = one.invocation.by_weight ? std::string_view(one.function.version) : "";
    count(one.outcome, functions[{one.function.region, one.function.name, qualifier, drawn}]);
  }
  std::vector<MetricPoint> points;
  for (const auto& [names, tallies] : functions) {
    const Measured of{names[1], resource_of(names[1], names[2]), names[3]};
    points.clear();
    for (const Tally& tally : tallies.values) {
      const Unit unit = tally.metric == "Duration" ? Unit::milliseconds : Unit::count;
      for (const MetricName& name : scopes(account, of, tally.metric))
        points.push_back({name, tally.value, unit, tally.count});
    }
    cloudwatch::put_metrics(account, names[0], points, account.clock().now());
  }
}

}  // namespace

void write_log(Account& account, std::string_view region, const LogBatch& log) {
  if (log.lines.empty()) return;
  std::vector<const LogLine*> lines;
  for (const LogLine& line : log.lines) lines.push_back(&line);
  write_lines(account, region, log.group, log.stream, lines);
}

void record_invocations(Account& account, std::span<const FinishedInvocation> invocations) {
  record_logs(account, invocations);
  record_metrics(account, invocations);
}

void record_event_metric(Account& account, std::string_view region, std::string_view function,
                         std::string_view qualifier, std::string_view metric, double value) {
  const Unit unit = metric == "AsyncEventAge" ? Unit::milliseconds : Unit::count;
  std::vector<MetricPoint> points;
  for (const MetricName& scope : scopes(account, {function, resource_of(function, qualifier), ""}, metric))
    points.push_back({scope, value, unit});
  cloudwatch::put_metrics(account, region, points, account.clock().now());
}

}  // namespace cloche::lambda
