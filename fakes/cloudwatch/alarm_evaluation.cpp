#include "fakes/cloudwatch/alarm_evaluation.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fakes/cloudwatch/alarm_state.h"
#include "fakes/cloudwatch/alarm_suppression.h"
#include "fakes/cloudwatch/alarm_timer.h"
#include "fakes/cloudwatch/metric_writing.h"
#include "fakes/core/api_error.h"
#include "fakes/core/clock_set_back.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::int64_t further_back = 2;  // periods

bool breaches(double value, std::string_view comparison, double threshold) {
  if (comparison == "GreaterThanOrEqualToThreshold") return value >= threshold;
  if (comparison == "GreaterThanThreshold") return value > threshold;
  if (comparison == "LessThanOrEqualToThreshold") return value <= threshold;
  return value < threshold;
}

const MetricQuery& returned(const std::vector<MetricQuery>& queries) {
  return *std::ranges::find_if(queries, &MetricQuery::returns_data);
}

/// Whether what it comes to depends on the time itself.
bool looks_at_the_clock(const MathNode& node) {
  static constexpr std::array functions{"MINUTE", "HOUR", "DAY", "DATE", "MONTH", "YEAR", "EPOCH"};
  return (node.kind == MathNode::Kind::call && std::ranges::find(functions, node.text) != functions.end()) ||
         std::ranges::any_of(node.children, looks_at_the_clock);
}

class Evaluation {
 public:
  Evaluation(Account& account, const Alarm& alarm)
      : account_(account),
        alarm_(alarm),
        queries_(alarm_queries(account, alarm.configuration)),
        period_(alarm_period(queries_, alarm.configuration)),
        periods_(alarm.configuration["EvaluationPeriods"].get<std::int64_t>()),
        datapoints_(alarm.configuration.value("DatapointsToAlarm", periods_)),
        range_(periods_ + further_back) {
    const std::int64_t now = to_seconds(account.clock().now());
    end_ = now - now % alarm.step;
  }

  /// The points of the range, newest first.
  std::vector<EvaluatedPoint> points() {
    const std::int64_t start = end_ - range_ * period_;
    QueryEvaluation evaluation(account_, alarm_.region, queries_, from_seconds(start), from_seconds(end_),
                               true);
    const MetricQuery& query = returned(queries_);
    const MathValue value = value_of(evaluation, query);
    std::vector<EvaluatedPoint> points;
    for (std::int64_t i = 1; i <= range_; ++i)
      points.push_back({.time = end_ - i * period_, .value = {}, .samples = {}});
    if (const auto* series = std::get_if<TimeSeries>(&value)) {
      for (const auto& [time, at] : series->points) {
        EvaluatedPoint& point = points[static_cast<std::size_t>((end_ - 1 - time) / period_)];
        point.value = at;
        point.samples = evaluation.samples_at(query, time);
        point.breaches =
            breaches(at, alarm_.text("ComparisonOperator"), alarm_.configuration["Threshold"].get<double>());
      }
    }
    return points;
  }

  std::optional<std::string_view> decide(Evaluated& evaluated) {
    evaluated.period = period_;
    const auto state = cloudwatch::decide(points(), periods_, datapoints_, treat_missing(), evaluated);
    return has_few_samples(evaluated) ? std::nullopt : state;
  }

  /// When the picture changes next, if no more data come.
  std::optional<Time> next_change() {
    const std::int64_t step = alarm_.step;
    std::int64_t next = INT64_MAX;
    MetricReading reading(account_, alarm_.region);
    for (const MetricQuery& query : queries_) {
      if (!query.stat) {
        if (looks_at_the_clock(query.tree)) next = std::min(next, end_ + step);
        continue;
      }
      for (const std::int64_t time : reading.times(query.stat->metric, end_ - range_ * period_, INT64_MAX)) {
        // Data that are still to be seen, or go on to the period before, or out of the range.
        const std::int64_t moment = time >= end_ ? time : time + ((end_ - 1 - time) / period_ + 1) * period_;
        next = std::min(next, moment - moment % step + step);
      }
    }
    return next == INT64_MAX ? std::nullopt : std::optional(from_seconds(next));
  }

 private:
  /// What of an expression goes wrong with these data (a sum that is zero below a fraction's line) is no
  /// data.
  static MathValue value_of(QueryEvaluation& evaluation, const MetricQuery& query) {
    try {
      return evaluation.value_of(query);
    } catch (const ApiError&) {
      return TimeSeries{};
    }
  }

  std::string treat_missing() const {
    // "Alarms that evaluate metrics in the AWS/DynamoDB namespace always ignore missing data"
    // (API_PutMetricAlarm).
    if (alarm_.configuration.value("Namespace", "") == "AWS/DynamoDB") return "ignore";
    return alarm_.configuration.value("TreatMissingData", "missing");
  }

  /// Of a percentile that is to be left alone where too few samples stand behind it: fewer than 10 / (1 - p)
  /// of a p from 0.5, 10 / p of a smaller one (user guide, "Percentile-based alarms and low data samples").
  bool has_few_samples(const Evaluated& evaluated) const {
    const MetricQuery& query = returned(queries_);
    if (alarm_.configuration.value("EvaluateLowSampleCountPercentile", "evaluate") != "ignore" ||
        !query.stat || !query.stat->statistic.is_percentile()) {
      return false;
    }
    const double part = query.stat->statistic.percent() / 100;
    const double needed = std::floor(10 / (part >= 0.5 ? 1 - part : part) + 1e-6);
    return std::ranges::any_of(
        evaluated.real, [&](const EvaluatedPoint& point) { return point.samples.value_or(0) < needed; });
  }

  Account& account_;
  const Alarm& alarm_;
  std::vector<MetricQuery> queries_;
  std::int64_t period_;
  std::int64_t periods_;
  std::int64_t datapoints_;
  std::int64_t range_;
  std::int64_t end_ = 0;
};

}  // namespace

std::vector<MetricQuery> alarm_queries(const Account& account, const Json& configuration) {
  if (configuration.contains("Metrics"))
    return read_queries(configuration["Metrics"], "Metrics", account.number());
  Json metric{{"Namespace", configuration["Namespace"]}, {"MetricName", configuration["MetricName"]}};
  if (configuration.contains("Dimensions")) metric["Dimensions"] = configuration["Dimensions"];
  Json stat{{"Metric", std::move(metric)},
            {"Period", configuration["Period"]},
            {"Stat", configuration.contains("Statistic") ? configuration["Statistic"]
                                                         : configuration["ExtendedStatistic"]}};
  if (configuration.contains("Unit")) stat["Unit"] = configuration["Unit"];
  return read_queries(Json::array({{{"Id", "m1"}, {"MetricStat", std::move(stat)}}}), "Metrics",
                      account.number());
}

std::int64_t alarm_period(const std::vector<MetricQuery>& queries, const Json& configuration) {
  std::int64_t period = 0;
  for (const MetricQuery& query : queries) {
    if (query.stat) period = std::max(period, query.stat->period);
  }
  if (configuration.contains("Metrics") && period == 0) {
    for (const Json& query : configuration["Metrics"])
      period = std::max(period, query.value("Period", std::int64_t{0}));
  }
  return period != 0 ? period : 60;
}

std::int64_t alarm_step(std::int64_t period) { return std::min<std::int64_t>(period, 60); }

std::optional<std::string_view> decide(const std::vector<EvaluatedPoint>& newest_first, std::int64_t periods,
                                       std::int64_t datapoints, std::string_view treat_missing,
                                       Evaluated& evaluated) {
  evaluated.periods = periods;
  evaluated.datapoints = datapoints;
  std::int64_t breaching = 0;
  std::int64_t oldest_breach = 0;  // the newest period is 1
  std::int64_t age = 0;
  for (const EvaluatedPoint& point : newest_first) {
    ++age;
    const bool counts = point.value && static_cast<std::int64_t>(evaluated.real.size()) < periods;
    if (age <= periods || counts) evaluated.all.push_back(point);
    if (!counts) continue;
    evaluated.real.push_back(point);
    if (!point.breaches) continue;
    ++breaching;
    oldest_breach = age;
  }
  while (!evaluated.all.empty() && static_cast<std::int64_t>(evaluated.all.size()) > periods &&
         !evaluated.all.back().value)
    evaluated.all.pop_back();
  const auto received = static_cast<std::int64_t>(evaluated.real.size());
  evaluated.missing = periods - received;
  if (breaching >= datapoints) return state_alarm;
  if (evaluated.missing == 0) return state_ok;
  if (treat_missing == "breaching") {
    evaluated.treated_as = "Breaching";
    return breaching + evaluated.missing >= datapoints ? state_alarm : state_ok;
  }
  if (treat_missing == "notBreaching") {
    evaluated.treated_as = "NonBreaching";
    return state_ok;
  }
  if (breaching < received) return state_ok;
  if (treat_missing == "ignore") return std::nullopt;
  if (received == 0) return state_insufficient;
  // All that is there is breaching, and too little: it is an alarm if the first of it is old enough, for then
  // all since is breaching or missing.
  return oldest_breach >= datapoints ? std::optional(state_alarm) : std::nullopt;
}

void evaluate_alarm(Account& account, Alarm& alarm) {
  Evaluation evaluation(account, alarm);
  Evaluated evaluated;
  const auto state = evaluation.decide(evaluated);
  evaluate_at(account, alarm.id, evaluation.next_change());
  if (!state || *state == alarm.state) return;
  change_state(account, alarm, *state, state_reason(alarm, *state, evaluated),
               state_reason_data(alarm, evaluated, account.clock().now()));
}

void evaluate_due_alarms(Account& account, const Json&) {
  for (Alarm& alarm : due_alarms(account, account.clock().now())) {
    if (alarm.composite) {
      end_suppression(account, alarm);
    } else {
      evaluate_alarm(account, alarm);
    }
  }
  forget_watchers(account);
  set_alarm_timer(account);
}

void evaluate_all_anew(Account& account, const Json& payload) {
  account.database().run(
      "UPDATE cloudwatch_alarms SET due = iif(composite, due - ?2, ?1 - ?1 % (step * 1000) + step * 1000)",
      to_millis(account.clock().now()), clock_was_set_back_by(payload).count());
  forget_watchers(account);
  set_alarm_timer(account);
}

}  // namespace cloche::cloudwatch
