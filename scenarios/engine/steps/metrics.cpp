// metrics: a metric of CloudWatch, point by point and over the whole time.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "scenarios/engine/moment.h"
#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 5> statistics{"Sum", "Average", "Minimum", "Maximum", "SampleCount"};
constexpr std::array metrics_members{MemberRule{"namespace"},
                                     MemberRule{"metric", Form::text, true},
                                     MemberRule{"function"},
                                     MemberRule{"dimensions", Form::strings},
                                     MemberRule{"statistic", Form::one_of, false, statistics},
                                     MemberRule{"period", Form::duration},
                                     MemberRule{"from", Form::instant},
                                     MemberRule{"to", Form::instant}};
constexpr std::array metrics_facets{Facet{"value"}, Facet{"points"}};
constexpr int most_points = 1440;  // of one GetMetricStatistics
constexpr std::size_t most_calls = 1000;

void check_metrics(const LocatedJson& given, const Json& arguments, const std::string& file) {
  if (!arguments.contains("function") && !arguments.contains("namespace"))
    throw FileError(given.in(file),
                    "\"metrics\" needs a namespace, or a function, whose metrics are in AWS/Lambda");
}

/// What is known of a period, whatever the statistic.
struct Point {
  double sum = 0, count = 0, lowest = 0, highest = 0;

  void add(const Point& other) {
    lowest = count == 0 ? other.lowest : std::min(lowest, other.lowest);
    highest = count == 0 ? other.highest : std::max(highest, other.highest);
    sum += other.sum;
    count += other.count;
  }
  double of(std::string_view statistic) const {
    if (statistic == "Sum") return sum;
    if (statistic == "SampleCount") return count;
    if (statistic == "Minimum") return lowest;
    return statistic == "Maximum" ? highest : sum / count;
  }
};

Json dimensions_of(Site& site, const Json& arguments) {
  Json dimensions = Json::array();
  if (const auto function = arguments.find("function"); function != arguments.end())
    dimensions.push_back(
        {{"Name", "FunctionName"}, {"Value", site.existing_function(function->get<std::string>())}});
  const Json given = arguments.value("dimensions", Json::object());
  for (const auto& [name, value] : given.items()) {
    dimensions.push_back({{"Name", name}, {"Value", site.physical_id(value.get<std::string>())}});
  }
  return dimensions;
}

/// All points from `from` to `to`, both on a border of a period.
std::map<std::string, Point> points_of(Site& site, const Json& arguments, Time from, Time to,
                                       Duration period) {
  Json parameters{{"Namespace", arguments.value("namespace", "AWS/Lambda")},
                  {"MetricName", arguments.at("metric")},
                  {"Dimensions", dimensions_of(site, arguments)},
                  {"Period", period / 1s},
                  {"Statistics", {"Sum", "SampleCount", "Minimum", "Maximum"}}};
  std::map<std::string, Point> points;
  if ((to - from) / (period * most_points) >= static_cast<std::int64_t>(most_calls))
    throw StepFailed("so long a time has too many points: take a longer period");
  for (Time start = from; start < to; start += period * most_points) {
    parameters["StartTime"] = iso8601(start);
    parameters["EndTime"] = iso8601(std::min(to, start + period * most_points));
    for (const Json& point :
         site.look("cloudwatch", "GetMetricStatistics", parameters).value("Datapoints", Json::array())) {
      points[point.at("Timestamp")] = {point.value("Sum", 0.0), point.value("SampleCount", 0.0),
                                       point.value("Minimum", 0.0), point.value("Maximum", 0.0)};
    }
  }
  return points;
}

/// The shortest period in which data of this age are still known: CloudWatch keeps minutes for 15 days, five
/// minutes for 63.
Duration period_for(Duration age) {
  constexpr auto days = Duration(24h);
  return age <= 15 * days ? Duration(1min) : age <= 63 * days ? Duration(5min) : Duration(1h);
}

/// A whole number as one, so that it reads well.
Json number(double value) {
  const auto whole = static_cast<std::int64_t>(value);
  return static_cast<double>(whole) == value ? Json(whole) : Json(value);
}

Json play_metrics(Sequence& sequence, const Step&, const Json& arguments) {
  Site& site = sequence.site();
  const Time begin = moment_or(arguments, "from", site.began());
  const Duration period = duration_or(arguments, "period", period_for(site.now() - begin));
  if (period < 1min || period % 1min != 0ms) throw StepFailed("\"period\" is one or more whole minutes");
  const auto in_periods = [&](Time time) { return Time(time.time_since_epoch() / period * period); };
  const Time from = in_periods(begin);
  // What was measured in this very moment counts.
  const Time to = in_periods(moment_or(arguments, "to", site.now()) + period);
  const std::string statistic = arguments.value("statistic", "Sum");
  if (std::ranges::find(statistics, statistic) == statistics.end())
    throw StepFailed(fmt::format("there is no statistic {}", statistic));

  Json points = Json::array();
  Point whole;
  for (const auto& [time, point] : points_of(site, arguments, from, to, period)) {
    points.push_back({{"time", time}, {"value", number(point.of(statistic))}});
    whole.add(point);
  }
  Json seen{{"points", std::move(points)}};
  if (whole.count > 0 || statistic == "Sum" || statistic == "SampleCount")
    seen["value"] = number(whole.of(statistic));
  return seen;
}

}  // namespace

const StepKind& metrics() {
  static const StepKind kind{.name = "metrics",
                             .members = metrics_members,
                             .facets = metrics_facets,
                             .check = check_metrics,
                             .play = play_metrics};
  return kind;
}

}  // namespace cloche::scenarios::steps
