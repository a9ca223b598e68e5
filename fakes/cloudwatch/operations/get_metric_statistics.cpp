#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/cloudwatch/metric_reading.h"
#include "fakes/cloudwatch/operations/operations.h"
#include "fakes/cloudwatch/parameter_errors.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::int64_t most_datapoints = 1440;
constexpr std::size_t most_statistics = 5;
constexpr std::size_t most_extended = 10;

/// "10080" as the service writes it: "10,080".
std::string with_commas(std::int64_t number) {
  if (number < 1000) return std::to_string(number);
  return fmt::format("{},{:03}", with_commas(number / 1000), number % 1000);
}

void check_period(ParameterErrors& errors, std::int64_t period) {
  if (period <= 0) {
    errors.value("The parameter Period must be greater than 0.");  // assumed
  } else if (period % 60 != 0 && period != 1 && period != 5 && period != 10 && period != 20 && period != 30) {
    errors.value("The parameter Period must be a multiple of 60.");
  }
}

std::vector<Statistic> read_statistics(ParameterErrors& errors, const Structure& request) {
  std::vector<Statistic> statistics;
  const auto plain = request.strings("Statistics");
  const auto extended = request.strings("ExtendedStatistics");
  if (plain.empty() && extended.empty())
    errors.combination("At least one of the parameters Statistics and ExtendedStatistics must be specified.");
  if (!plain.empty() && !extended.empty()) {
    errors.combination(
        "The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified "
        "both.");
  }
  if (plain.size() > most_statistics) errors.too_many("Statistics", most_statistics);
  if (extended.size() > most_extended) errors.too_many("ExtendedStatistics", most_extended);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    auto statistic = Statistic::parse(plain[i]);
    if (!statistic || !statistic->is_plain()) {
      errors.not_in_set(member_of("Statistics", i), "SampleCount, Average, Sum, Minimum, Maximum");
    } else {
      statistics.push_back(std::move(*statistic));
    }
  }
  for (std::size_t i = 0; i < extended.size(); ++i) {
    auto statistic = Statistic::parse(extended[i]);
    if (!statistic || statistic->is_plain()) {
      errors.invalid(member_of("ExtendedStatistics", i), extended[i]);
    } else {
      statistics.push_back(std::move(*statistic));
    }
  }
  return statistics;
}

/// One data point; null where none of its statistics is known.
Json datapoint(std::int64_t start, Unit unit, Aggregate& data, const std::vector<Statistic>& statistics) {
  Json point;
  Json extended = Json::object();
  for (const Statistic& statistic : statistics) {
    const auto value = statistic.of(data);
    if (!value) continue;
    if (statistic.is_plain()) {
      point[statistic.name()] = *value;
    } else {
      extended[statistic.name()] = *value;
    }
  }
  if (!extended.empty()) point["ExtendedStatistics"] = std::move(extended);
  if (point.is_null()) return point;
  point["Timestamp"] = to_millis(from_seconds(start));
  point["Unit"] = name_of(unit);
  return point;
}

}  // namespace

Answer get_metric_statistics(Call& call, const Structure& request) {
  ParameterErrors errors;
  const std::string* name_space = request.find_string("Namespace");
  const std::string* name = request.find_string("MetricName");
  errors.text("Namespace", name_space, longest_name);
  errors.text("MetricName", name, longest_name);
  for (const char* required : {"StartTime", "EndTime", "Period"}) {
    if (!request.has(required)) errors.missing(required);
  }
  auto dimensions = read_dimensions(errors, request, "");
  const auto unit = read_unit(errors, request, "");
  const auto period = request.find_integer("Period");
  if (period) check_period(errors, *period);
  const auto start = request.find_timestamp("StartTime");
  const auto end = request.find_timestamp("EndTime");
  if (start && end && *start == *end)
    errors.value("The parameter StartTime must not equal parameter EndTime.");
  if (start && end && *start > *end)
    errors.value("The parameter StartTime must be less than the parameter EndTime.");
  const auto statistics = read_statistics(errors, request);
  errors.finish();

  const Window window{rounded_start(*start, *period, call.account.clock().now()), to_seconds(*end), *period};
  const std::int64_t requested = (to_seconds(*end) - to_seconds(*start) + *period - 1) / *period;
  if (requested > most_datapoints) {
    errors.combination(fmt::format(
        "You have requested up to {} datapoints, which exceeds the limit of 1,440. You may reduce the "
        "datapoints requested by increasing Period, or decreasing the time range.",
        with_commas(requested)));
    errors.finish();
  }

  const bool values = !std::ranges::all_of(statistics, &Statistic::is_plain);
  auto units = MetricReading(call.account, call.region)
                   .read_units(MetricName(*name_space, *name, std::move(dimensions)), unit, window, values);
  Json points = Json::array();
  for (UnitData& data : units) {
    for (auto& [at, aggregate] : data.periods) {
      Json point = datapoint(at, data.unit, aggregate, statistics);
      if (!point.is_null()) points.push_back(std::move(point));
    }
  }
  // The service's order is none; here it is by time.
  std::stable_sort(points.begin(), points.end(),
                   [](const Json& a, const Json& b) { return a["Timestamp"] < b["Timestamp"]; });
  return Json{{"Label", *name}, {"Datapoints", std::move(points)}};
}

}  // namespace cloche::cloudwatch
