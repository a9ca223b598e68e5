#include "fakes/cloudwatch/alarm_reason.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "fakes/cloudwatch/metric_reading.h"
#include "fakes/wire/scalar_text.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::size_t named_at_most = 5;

std::string_view comparison_words(std::string_view comparison) {
  if (comparison == "GreaterThanOrEqualToThreshold") return "greater than or equal to";
  if (comparison == "GreaterThanThreshold") return "greater than";
  if (comparison == "LessThanOrEqualToThreshold") return "less than or equal to";
  return "less than";
}

// "05/01/26 09:00:00"
std::string short_time(std::int64_t seconds) {
  const std::string text = iso8601(from_seconds(seconds), false);  // 2026-01-05T09:00:00Z
  return fmt::format("{}/{}/{} {}", text.substr(8, 2), text.substr(5, 2), text.substr(2, 2),
                     text.substr(11, 8));
}

std::string count_of(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string missing_reason(const Evaluated& evaluated) {
  const auto missing = static_cast<std::size_t>(evaluated.missing);
  const auto periods = static_cast<std::size_t>(evaluated.periods);
  const std::size_t received = evaluated.real.size();
  return fmt::format("Threshold Crossed: {} {} received for {} and {} missing {} treated as [{}].",
                     received == 0 ? "no datapoints" : count_of(received, "datapoint"),
                     received == 1 ? "was" : "were", count_of(periods, "period"), missing,
                     missing == 1 ? "datapoint was" : "datapoints were", evaluated.treated_as);
}

}  // namespace

std::string java_double(double value) {
  const double size = std::abs(value);
  if (value == 0 || !std::isfinite(value) || (size >= 1e-3 && size < 1e7)) return wire::write_double(value);
  std::string text =
      fmt::format("{:e}", value);  // for the exponent; the digits are the shortest that read back
  const int exponent = std::stoi(text.substr(text.find('e') + 1));
  std::string digits = fmt::format("{}", value / std::pow(10, exponent));
  if (digits.find('.') == std::string::npos) digits += ".0";
  return fmt::format("{}E{}", digits, exponent);
}

std::string zoned(Time time) {
  std::string text = iso8601(time);
  text.back() = '+';
  return text + "0000";
}

std::string state_reason(const Alarm& alarm, std::string_view state, const Evaluated& evaluated) {
  if (state == state_insufficient) {
    return fmt::format(
        "Insufficient Data: {} unknown.",
        evaluated.periods == 1 ? "1 datapoint was" : fmt::format("{} datapoints were", evaluated.periods));
  }
  const bool in_alarm = state == state_alarm;
  std::vector<std::string> points;
  for (const EvaluatedPoint& point : evaluated.real) {
    if (point.breaches == in_alarm)
      points.push_back(fmt::format("{} ({})", java_double(*point.value), short_time(point.time)));
  }
  const bool by_missing = evaluated.missing > 0 && !evaluated.treated_as.empty() &&
                          !(in_alarm && static_cast<std::int64_t>(points.size()) >= evaluated.datapoints);
  if (by_missing) return missing_reason(evaluated);

  const std::size_t count = points.size();
  const bool counts_out = alarm.configuration.contains("DatapointsToAlarm");
  std::string text = "Threshold Crossed: ";
  text += counts_out ? fmt::format("{} out of the last {} datapoints", count, evaluated.real.size())
                     : count_of(count, "datapoint");
  points.resize(std::min(count, named_at_most));
  const std::string named = fmt::format("{}", fmt::join(points, ", "));
  const bool names_inside = count < named_at_most;
  if (names_inside) text += fmt::format(" [{}]", named);
  const Json& operation = alarm.configuration["ComparisonOperator"];
  text += fmt::format(" {} {}{} the threshold ({})", count == 1 ? "was" : "were", in_alarm ? "" : "not ",
                      comparison_words(operation.get<std::string>()),
                      java_double(alarm.configuration["Threshold"].get<double>()));
  if (!names_inside)
    text += fmt::format(". The most recent datapoints which crossed the threshold: [{}]", named);
  if (counts_out) {
    const auto least = static_cast<std::size_t>(
        in_alarm ? evaluated.datapoints
                 : std::max<std::int64_t>(1, evaluated.periods - evaluated.datapoints + 1));
    text += fmt::format(" (minimum {} for {} transition)", count_of(least, "datapoint"),
                        in_alarm ? "OK -> ALARM" : "ALARM -> OK");
  }
  return text + ".";
}

std::string state_reason_data(const Alarm& alarm, const Evaluated& evaluated, Time now) {
  nlohmann::ordered_json data;
  data["version"] = "1.0";
  data["queryDate"] = zoned(now);
  if (!evaluated.real.empty()) data["startDate"] = zoned(from_seconds(evaluated.real.back().time));
  const Json& configuration = alarm.configuration;
  if (configuration.contains("Unit")) data["unit"] = configuration["Unit"].get<std::string>();
  for (const char* statistic : {"Statistic", "ExtendedStatistic"}) {
    if (configuration.contains(statistic)) data["statistic"] = configuration[statistic].get<std::string>();
  }
  data["period"] = evaluated.period;
  data["recentDatapoints"] = nlohmann::ordered_json::array();
  for (auto point = evaluated.real.rbegin(); point != evaluated.real.rend(); ++point)
    data["recentDatapoints"].push_back(*point->value);
  data["threshold"] = configuration["Threshold"].get<double>();
  data["evaluatedDatapoints"] = nlohmann::ordered_json::array();
  for (const EvaluatedPoint& point : evaluated.all) {
    nlohmann::ordered_json entry;
    entry["timestamp"] = zoned(from_seconds(point.time));
    if (point.samples) entry["sampleCount"] = *point.samples;
    if (point.value) entry["value"] = *point.value;
    data["evaluatedDatapoints"].push_back(std::move(entry));
  }
  return data.dump();
}

}  // namespace cloche::cloudwatch
