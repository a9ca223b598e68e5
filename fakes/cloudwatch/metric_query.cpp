#include "fakes/cloudwatch/metric_query.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "fakes/cloudwatch/errors.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::size_t most_queries = 500;

bool is_valid_id(std::string_view id) {
  return is_query_id(id) && std::ranges::all_of(id, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::string text_or(const Json& document, const char* member, std::string_view otherwise) {
  const auto found = document.find(member);
  return found != document.end() && found->is_string() ? found->get<std::string>() : std::string(otherwise);
}

bool is_valid_period(std::int64_t period) {
  return period > 0 &&
         (period % 60 == 0 || period == 1 || period == 5 || period == 10 || period == 20 || period == 30);
}

MetricStat read_stat(const Json& document, const std::string& member) {
  const Json& metric = document["Metric"];
  const std::string name_space = text_or(metric, "Namespace", "");
  const std::string name = text_or(metric, "MetricName", "");
  if (name.empty())
    throw validation_error(fmt::format("The parameter {}.Metric.MetricName is required.", member));
  if (name_space.empty())
    throw validation_error(fmt::format("The parameter {}.Metric.Namespace is required.", member));
  std::vector<MetricName::Dimension> dimensions;
  if (metric.contains("Dimensions")) {
    for (const Json& dimension : metric["Dimensions"])
      dimensions.emplace_back(dimension["Name"].get<std::string>(), dimension["Value"].get<std::string>());
  }
  const std::string stat = document["Stat"].get<std::string>();
  auto statistic = Statistic::parse(stat);
  if (!statistic)
    throw validation_error(fmt::format("The value {} for parameter {}.Stat is not supported.", stat, member));
  const auto period = document["Period"].get<std::int64_t>();
  if (!is_valid_period(period))
    throw validation_error(
        fmt::format("The parameter {}.Period must be 1, 5, 10, 20, 30 or a multiple of 60.", member));
  std::optional<Unit> unit;
  if (document.contains("Unit")) unit = unit_of(document["Unit"].get<std::string>());
  return {MetricName(name_space, name, std::move(dimensions)), period, std::move(*statistic), unit};
}

[[noreturn]] void wrong_expression(const std::string& id, const MathError& error) {
  throw validation_error(fmt::format("Error in expression '{}': {}", id, error.message));
}

MetricQuery read_query(const Json& document, const std::string& member, std::string_view account) {
  MetricQuery query;
  query.id = document["Id"].get<std::string>();
  if (!is_valid_id(query.id)) {
    throw validation_error(
        fmt::format("The value {} for parameter {}.Id is invalid: it must begin with a lower case letter and "
                    "hold only letters, "
                    "digits and underscores.",
                    query.id, member));
  }
  if (text_or(document, "AccountId", account) != account)
    throw not_emulated("A metric of another account (" + member + ".AccountId)");
  query.expression = text_or(document, "Expression", "");
  if (document.contains("Label")) query.label = document["Label"].get<std::string>();
  query.returns_data = !document.contains("ReturnData") || document["ReturnData"].get<bool>();
  const bool has_stat = document.contains("MetricStat");
  if (has_stat == !query.expression.empty()) {
    throw validation_error(fmt::format(
        "Exactly one of the parameters {0}.MetricStat and {0}.Expression must be specified.", member));
  }
  if (has_stat) {
    query.stat = read_stat(document["MetricStat"], member + ".MetricStat");
    return query;
  }
  const auto start = query.expression.find_first_not_of(" \t\n");
  if (start != std::string::npos && query.expression.substr(start).starts_with("SELECT "))
    throw not_emulated("A Metrics Insights query");
  try {
    query.tree = parse_math(query.expression);
  } catch (const MathError& error) {
    wrong_expression(query.id, error);
  }
  return query;
}

}  // namespace

std::vector<MetricQuery> read_queries(const Json& list, std::string_view list_name,
                                      std::string_view account) {
  if (list.size() > most_queries)
    throw validation_error(
        fmt::format("The collection {} must not have a size greater than {}.", list_name, most_queries));
  std::vector<MetricQuery> queries;
  std::set<std::string> ids;
  for (const Json& document : list) {
    queries.push_back(
        read_query(document, fmt::format("{}.member.{}", list_name, queries.size() + 1), account));
    if (!ids.insert(queries.back().id).second)
      throw validation_error(fmt::format("The values for parameter Id in {} must be unique.", list_name));
  }
  for (const MetricQuery& query : queries) {
    if (query.stat) continue;
    for (const std::string& id : ids_in(query.tree)) {
      if (!ids.contains(id)) wrong_expression(query.id, {fmt::format("Unknown identifier '{}'", id)});
    }
  }
  return queries;
}

QueryEvaluation::QueryEvaluation(Account& account, std::string_view region,
                                 const std::vector<MetricQuery>& queries, Time start, Time end, bool exact)
    : account_(account), region_(region), queries_(queries), start_(start), end_(end), exact_(exact) {}

const MathValue& QueryEvaluation::value_of(const MetricQuery& query) {
  const auto found = values_.find(query.id);
  if (found != values_.end()) return found->second;
  return values_.emplace(query.id, evaluate(query)).first->second;
}

const MathValue& QueryEvaluation::value_of(const std::string& id) {
  return value_of(*std::ranges::find(queries_, id, &MetricQuery::id));
}

std::optional<double> QueryEvaluation::samples_at(const MetricQuery& query, std::int64_t time) const {
  const auto series = samples_.find(query.id);
  if (series == samples_.end()) return std::nullopt;
  const auto found = series->second.find(time);
  return found != series->second.end() ? std::optional(found->second) : std::nullopt;
}

MathValue QueryEvaluation::evaluate(const MetricQuery& query) {
  if (query.stat) return read(query);
  if (std::ranges::find(under_way_, query.id) != under_way_.end())
    wrong_expression(query.id, {"The expression refers to itself"});
  under_way_.push_back(query.id);
  try {
    MathValue value = evaluate(query.tree, query);
    under_way_.pop_back();
    if (auto* series = std::get_if<TimeSeries>(&value)) {
      series->id = query.id;
      series->label.clear();
    }
    return value;
  } catch (const MathError& error) {
    wrong_expression(query.id, error);
  }
}

MathValue QueryEvaluation::evaluate(const MathNode& node, const MetricQuery& query) {
  switch (node.kind) {
    case MathNode::Kind::number:
      return node.number;
    case MathNode::Kind::text:
      return node.text;
    case MathNode::Kind::name:
      if (is_query_id(node.text)) return value_of(node.text);
      return node.text;
    case MathNode::Kind::unary_minus:
      return apply_operator("*", -1.0, evaluate(node.children[0], query));
    case MathNode::Kind::binary:
      return apply_operator(node.text, evaluate(node.children[0], query), evaluate(node.children[1], query));
    case MathNode::Kind::array: {
      TimeSeriesArray array;
      for (const MathNode& child : node.children) {
        MathValue value = evaluate(child, query);
        if (auto* series = std::get_if<TimeSeries>(&value)) {
          array.push_back(std::move(*series));
        } else if (auto* inner = std::get_if<TimeSeriesArray>(&value)) {
          std::ranges::move(*inner, std::back_inserter(array));
        } else {
          throw MathError{"An array holds time series"};
        }
      }
      return array;
    }
    case MathNode::Kind::call: {
      if (node.text == "METRICS") return metrics(node);
      std::vector<MathValue> arguments;
      for (const MathNode& child : node.children) arguments.push_back(evaluate(child, query));
      if (node.text != "TIME_SERIES") return call_function(node.text, arguments);
      if (arguments.size() != 1 || !std::holds_alternative<double>(arguments[0]))
        throw MathError{"TIME_SERIES takes a number"};
      return constant(std::get<double>(arguments[0]));
    }
  }
  throw MathError{"An expression of no kind"};
}

TimeSeries QueryEvaluation::read(const MetricQuery& query) {
  const MetricStat& stat = *query.stat;
  const std::int64_t start =
      exact_ ? to_seconds(start_) : rounded_start(start_, stat.period, account_.clock().now());
  TimeSeries series{.id = query.id,
                    .label = {},
                    .start = start,
                    .end = to_seconds(end_),
                    .period = stat.period,
                    .points = {}};
  auto& samples = samples_[query.id];
  auto data =
      MetricReading(account_, region_)
          .read(stat.metric, stat.unit, {start, to_seconds(end_), stat.period}, !stat.statistic.is_plain());
  for (auto& [time, aggregate] : data) {
    const auto value = stat.statistic.of(aggregate);
    if (!value) continue;
    series.points.emplace_back(time, *value);
    samples[time] = aggregate.count;
  }
  series.label = query.label.value_or(default_label(query, queries_));
  return series;
}

// METRICS(): all queries that are statistics; METRICS("x"): those whose id holds "x".
TimeSeriesArray QueryEvaluation::metrics(const MathNode& call) {
  std::string filter;
  if (call.children.size() > 1 ||
      (call.children.size() == 1 && call.children[0].kind != MathNode::Kind::text))
    throw MathError{"METRICS takes a string, or nothing"};
  if (!call.children.empty()) filter = call.children[0].text;
  TimeSeriesArray array;
  for (const MetricQuery& query : queries_) {
    if (query.stat && query.id.find(filter) != std::string::npos)
      array.push_back(std::get<TimeSeries>(value_of(query)));
  }
  return array;
}

// A number as a series has the period of the request's metrics.
TimeSeries QueryEvaluation::constant(double value) const {
  std::int64_t period = 60;
  for (const MetricQuery& query : queries_) {
    if (query.stat) period = std::max(period, query.stat->period);
  }
  TimeSeries series{.id = {},
                    .label = {},
                    .start = to_seconds(start_),
                    .end = to_seconds(end_),
                    .period = period,
                    .points = {}};
  if (!exact_) series.start = rounded_start(start_, period, account_.clock().now());
  if ((series.end - series.start) / period > most_periods)
    throw MathError{"TIME_SERIES has too many periods"};
  for (std::int64_t time = series.start; time < series.end; time += period)
    series.points.emplace_back(time, value);
  return series;
}

std::string default_label(const MetricQuery& query, const std::vector<MetricQuery>& queries) {
  if (!query.stat) return query.id;
  bool other_namespace = false;
  bool other_dimensions = false;
  bool other_statistic = false;
  for (const MetricQuery& other : queries) {
    if (!other.stat || other.id == query.id || other.stat->metric.name() != query.stat->metric.name())
      continue;
    other_namespace |= other.stat->metric.name_space() != query.stat->metric.name_space();
    other_dimensions |= other.stat->metric.dimensions() != query.stat->metric.dimensions();
    other_statistic |= other.stat->statistic.name() != query.stat->statistic.name();
  }
  std::string label;
  if (other_namespace) label += query.stat->metric.name_space() + " ";
  if (other_dimensions) {
    for (const auto& [name, value] : query.stat->metric.dimensions()) label += value + " ";
  }
  label += query.stat->metric.name();
  if (other_statistic) label += " " + query.stat->statistic.name();
  return label;
}

}  // namespace cloche::cloudwatch
