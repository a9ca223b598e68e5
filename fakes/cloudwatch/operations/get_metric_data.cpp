#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "fakes/cloudwatch/dynamic_label.h"
#include "fakes/cloudwatch/errors.h"
#include "fakes/cloudwatch/metric_query.h"
#include "fakes/cloudwatch/operations/operations.h"
#include "fakes/cloudwatch/paging.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::size_t datapoints_in_page = 100'800;

struct Result {
  std::string id;
  std::string label;
  std::vector<std::pair<std::int64_t, double>> points;  // in the order that was asked for
};

class Results {
 public:
  Results(Call& call, const std::vector<MetricQuery>& queries, const Structure& request)
      : call_(call), queries_(queries) {
    if (const auto options = request.find_structure("LabelOptions")) {
      const auto offset = zone_offset(options->string_or("Timezone", "+0000"));
      if (!offset)
        throw validation_error("The value for parameter LabelOptions.Timezone is invalid.");  // assumed
      offset_ = *offset;
    }
    descending_ = request.string_or("ScanBy", "TimestampDescending") == "TimestampDescending";
  }

  void add(const MetricQuery& query, const MathValue& value) {
    if (const auto* series = std::get_if<TimeSeries>(&value)) {
      add(query, *series, query.stat ? default_label(query, queries_) : query.id);
    } else if (const auto* array = std::get_if<TimeSeriesArray>(&value)) {
      for (const TimeSeries& each : *array) add(query, each, each.label.empty() ? query.id : each.label);
    } else {
      throw validation_error("Error in expression '" + query.id +
                             "': The result must be a time series or an array of time series");  // assumed
    }
  }

  const std::vector<Result>& all() const { return results_; }

 private:
  void add(const MetricQuery& query, const TimeSeries& series, const std::string& own_label) {
    const LabelContext context{query, series, own_label, call_.account.number(), call_.region, offset_};
    Result result{query.id, query.label ? dynamic_label(*query.label, context) : own_label, series.points};
    if (descending_) std::ranges::reverse(result.points);
    results_.push_back(std::move(result));
  }

  Call& call_;
  const std::vector<MetricQuery>& queries_;
  bool descending_ = true;
  int offset_ = 0;
  std::vector<Result> results_;
};

std::size_t first_datapoint(const Structure& request) {
  const std::string* token = request.find_string("NextToken");
  if (token == nullptr) return 0;
  const auto place = place_of(*token);
  std::size_t at = 0;
  if (!place ||
      std::from_chars(place->data(), place->data() + place->size(), at).ptr !=
          place->data() + place->size() ||
      place->empty()) {
    throw invalid_next_token();
  }
  return at;
}

/// The datapoints `from` to `to` of all the results, counted through.
Json page(const std::vector<Result>& results, std::size_t from, std::size_t to) {
  Json list = Json::array();
  std::size_t before = 0;
  for (const Result& result : results) {
    const std::size_t first = std::max(before, from);
    const std::size_t last = std::min(before + result.points.size(), to);
    const bool empty_here = result.points.empty() && (before > from || from == 0) && before <= to;
    if (first < last || empty_here) {
      Json entry{{"Id", result.id},
                 {"Label", result.label},
                 {"Timestamps", Json::array()},
                 {"Values", Json::array()}};
      for (std::size_t i = first; i < last; ++i) {
        entry["Timestamps"].push_back(to_millis(from_seconds(result.points[i - before].first)));
        entry["Values"].push_back(result.points[i - before].second);
      }
      entry["StatusCode"] = last < before + result.points.size() ? "PartialData" : "Complete";
      list.push_back(std::move(entry));
    }
    before += result.points.size();
  }
  return list;
}

}  // namespace

Answer get_metric_data(Call& call, const Structure& request) {
  if (request.timestamp("StartTime") >= request.timestamp("EndTime"))
    throw validation_error("The parameter EndTime must be greater than StartTime.");
  const auto most = static_cast<std::size_t>(std::clamp<std::int64_t>(
      request.integer_or("MaxDatapoints", datapoints_in_page), 1, datapoints_in_page));
  const std::size_t from = first_datapoint(request);
  const auto queries =
      read_queries(request.json("MetricDataQueries"), "MetricDataQueries", call.account.number());

  QueryEvaluation evaluation(call.account, call.region, queries, request.timestamp("StartTime"),
                             request.timestamp("EndTime"), false);
  Results results(call, queries, request);
  for (const MetricQuery& query : queries) {
    if (query.returns_data) results.add(query, evaluation.value_of(query));
  }
  std::size_t total = 0;
  for (const Result& result : results.all()) total += result.points.size();

  Json document{{"MetricDataResults", page(results.all(), from, from + most)}, {"Messages", Json::array()}};
  if (from + most < total) document["NextToken"] = next_token(std::to_string(from + most));
  return document;
}

}  // namespace cloche::cloudwatch
