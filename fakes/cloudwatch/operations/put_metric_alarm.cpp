#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "fakes/cloudwatch/alarm_configuration.h"
#include "fakes/cloudwatch/alarm_evaluation.h"
#include "fakes/cloudwatch/alarm_timer.h"
#include "fakes/cloudwatch/errors.h"
#include "fakes/cloudwatch/metric_writing.h"
#include "fakes/cloudwatch/operations/operations.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::int64_t day = 86'400;

constexpr std::array<std::string_view, 19> metric_alarm_members{"AlarmDescription",
                                                                "OKActions",
                                                                "AlarmActions",
                                                                "InsufficientDataActions",
                                                                "MetricName",
                                                                "Namespace",
                                                                "Statistic",
                                                                "ExtendedStatistic",
                                                                "Dimensions",
                                                                "Period",
                                                                "Unit",
                                                                "EvaluationPeriods",
                                                                "DatapointsToAlarm",
                                                                "Threshold",
                                                                "ComparisonOperator",
                                                                "TreatMissingData",
                                                                "EvaluateLowSampleCountPercentile",
                                                                "Metrics",
                                                                "ThresholdMetricId"};

void check_option(const Structure& request, const char* parameter,
                  std::initializer_list<std::string_view> options, std::string_view listed) {
  const std::string* option = request.find_string(parameter);
  if (option == nullptr || std::ranges::find(options, std::string_view(*option)) != options.end()) return;
  throw validation_error(
      fmt::format("Option {0} is not supported for {1}. Supported options for parameter {1} are {2}.",
                  *option, parameter, listed));
}

/// An alarm on one metric.
void check_metric(const Structure& request) {
  const auto require = [&](const char* parameter) {
    if (!request.has(parameter))
      throw validation_error(fmt::format("The parameter {} is required.", parameter));  // assumed
  };
  for (const char* parameter : {"MetricName", "Namespace", "Period"}) require(parameter);
  const bool plain = request.has("Statistic");
  const std::string* extended = request.find_string("ExtendedStatistic");
  if (!plain && extended == nullptr)
    throw validation_error(
        "At least one of the parameters Statistic and ExtendedStatistic must be specified.");  // assumed
  if (plain && extended != nullptr) {
    throw validation_error(
        "The parameters Statistic and ExtendedStatistic are mutually exclusive and you have specified both.");  // assumed
  }
  if (extended != nullptr) {
    const auto statistic = Statistic::parse(*extended);
    if (!statistic || statistic->is_plain())
      throw validation_error(
          fmt::format("The value {} for parameter ExtendedStatistic is not supported.", *extended));
  }
  const std::int64_t period = request.integer("Period");
  if (period != 10 && period != 20 && period != 30 && period % 60 != 0)
    throw validation_error("Period must be 10, 20, 30 or a multiple of 60");
  if (request.has("Dimensions")) {
    std::vector<std::string> names;
    for (const Structure& dimension : request.structures("Dimensions"))
      names.push_back(dimension.string("Name"));
    std::ranges::sort(names);
    if (std::ranges::adjacent_find(names) != names.end())
      throw validation_error("No duplicate dimension names are allowed.");  // assumed
  }
}

/// An alarm on metric math.
void check_metrics(const Structure& request, const std::vector<MetricQuery>& queries) {
  for (const char* parameter :
       {"MetricName", "Namespace", "Dimensions", "Period", "Unit", "Statistic", "ExtendedStatistic"}) {
    if (request.has(parameter)) {
      throw validation_error(
          fmt::format("The parameters Metrics and {} are mutually exclusive and you have specified both.",
                      parameter));  // assumed
    }
  }
  if (queries.size() > 10)
    throw validation_error("The collection Metrics must not have a size greater than 10.");  // assumed
  if (std::ranges::count_if(queries, &MetricQuery::returns_data) != 1)
    throw validation_error("Exactly one element of the metrics list should return data.");
}

/// An expression must come to a time series, whatever its data are.
void check_expression(Call& call, const std::vector<MetricQuery>& queries) {
  const Time now = call.account.clock().now();
  QueryEvaluation evaluation(call.account, call.region, queries, now - std::chrono::minutes(1), now, true);
  const auto returned = std::ranges::find_if(queries, &MetricQuery::returns_data);
  if (!std::holds_alternative<TimeSeries>(evaluation.value_of(*returned))) {
    throw validation_error("Error in expression '" + returned->id +
                           "': The result must be a single time series");  // assumed
  }
}

void check_evaluation(const Structure& request, std::int64_t period) {
  const std::int64_t periods = request.integer("EvaluationPeriods");
  const std::int64_t datapoints = request.integer_or("DatapointsToAlarm", periods);
  if (datapoints > periods)
    throw validation_error("DatapointsToAlarm must be less than or equal to EvaluationPeriods.");  // assumed
  if (period < 3600 && period * periods > day) {
    throw validation_error(
        "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).");
  }
  if (period * periods > 7 * day) {
    throw validation_error(
        "Metrics cannot be checked across more than 7 days (EvaluationPeriods * Period must be <= 604800).");  // assumed
  }
  check_option(request, "TreatMissingData", {"breaching", "notBreaching", "ignore", "missing"},
               "breaching, notBreaching, ignore and missing");
  check_option(request, "EvaluateLowSampleCountPercentile", {"evaluate", "ignore"}, "evaluate and ignore");
}

}  // namespace

Answer put_metric_alarm(Call& call, const Structure& request) {
  if (request.has("EvaluationCriteria"))
    throw not_emulated("An alarm on a PromQL query (EvaluationCriteria)");
  if (request.has("ThresholdMetricId") ||
      request.string("ComparisonOperator").find("Lower") != std::string::npos ||
      request.string("ComparisonOperator").find("Upper") != std::string::npos) {
    throw not_emulated("An alarm on an anomaly detection band (ThresholdMetricId)");
  }
  const Json* metrics = request.find_json("Metrics");
  const bool is_math = metrics != nullptr && !metrics->empty();
  if (!is_math) check_metric(request);
  if (!request.has("Threshold")) throw validation_error("The parameter Threshold is required.");  // assumed
  if (!std::isfinite(request.number("Threshold")))
    throw validation_error("The value for parameter Threshold is invalid.");  // assumed
  check_actions(call, request);

  Alarm alarm = alarm_of(call, request, false, metric_alarm_members);
  // A double in every message, though a template or JSON says it without a fraction.
  alarm.configuration["Threshold"] = request.number("Threshold");
  if (!is_math) alarm.configuration.erase("Metrics");
  if (!is_math && !alarm.configuration.contains("Dimensions"))
    alarm.configuration["Dimensions"] = Json::array();
  const auto queries = alarm_queries(call.account, alarm.configuration);
  if (is_math) {
    check_metrics(request, queries);
    check_expression(call, queries);
  }
  const std::int64_t period = alarm_period(queries, alarm.configuration);
  check_evaluation(request, period);

  alarm.step = alarm_step(period);
  const Time now = call.account.clock().now();
  write_alarm(call, request, alarm);
  std::vector<std::int64_t> watched;
  MetricWriting writing(call.account, call.region);
  for (const MetricQuery& query : queries) {
    if (query.stat) watched.push_back(writing.metric(query.stat->metric).id);
  }
  AlarmStore(call.account, call.region).set_metrics(alarm, watched);
  evaluate_at(call.account, alarm.id, first_seen(now, now, alarm.step));
  forget_watchers(call.account);
  return {};
}

}  // namespace cloche::cloudwatch
