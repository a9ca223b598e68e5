#pragma once
// Queries as GetMetricData and the alarms on metric math have them: each is a statistic of a metric, or an
// expression over the others.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/cloudwatch/math_expression.h"
#include "fakes/cloudwatch/math_value.h"
#include "fakes/cloudwatch/metric_name.h"
#include "fakes/cloudwatch/metric_reading.h"
#include "fakes/cloudwatch/statistic.h"
#include "fakes/cloudwatch/unit.h"
#include "fakes/core/account.h"
#include "fakes/core/json.h"

namespace cloche::cloudwatch {

struct MetricStat {
  MetricName metric;
  std::int64_t period = 60;  // seconds
  Statistic statistic;
  std::optional<Unit> unit;
};

struct MetricQuery {
  std::string id;
  std::optional<MetricStat> stat;  // this, or
  std::string expression;
  MathNode tree;
  std::optional<std::string> label;
  bool returns_data = true;
};

/// Reads a list of MetricDataQuery that the model allows, and checks it. `list_name` is the parameter's, for
/// messages (whose words are assumed). Throws ApiError.
std::vector<MetricQuery> read_queries(const Json& list, std::string_view list_name, std::string_view account);

/// Evaluates queries over a time, each one once.
class QueryEvaluation {
 public:
  /// `exact`: periods begin at `start` as it is, not at what it is rounded to.
  QueryEvaluation(Account& account, std::string_view region, const std::vector<MetricQuery>& queries,
                  Time start, Time end, bool exact);

  /// Throws ApiError where an expression is wrong.
  const MathValue& value_of(const MetricQuery& query);
  /// How many samples stand behind a point of a query that is a statistic; none of an expression.
  std::optional<double> samples_at(const MetricQuery& query, std::int64_t time) const;

 private:
  const MathValue& value_of(const std::string& id);
  MathValue evaluate(const MetricQuery& query);
  MathValue evaluate(const MathNode& node, const MetricQuery& query);
  TimeSeries read(const MetricQuery& query);
  TimeSeriesArray metrics(const MathNode& call);
  TimeSeries constant(double value) const;

  Account& account_;
  std::string_view region_;
  const std::vector<MetricQuery>& queries_;
  Time start_;
  Time end_;
  bool exact_;
  std::map<std::string, MathValue> values_;
  std::map<std::string, std::map<std::int64_t, double>> samples_;
  std::vector<std::string> under_way_;  // ids, to find a circle
};

/// What the label of a query is where none is given: the metric's name, and in front of it what tells it from
/// the others (assumed).
std::string default_label(const MetricQuery& query, const std::vector<MetricQuery>& queries);

}  // namespace cloche::cloudwatch
