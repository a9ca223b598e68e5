#include "fakes/cloudwatch/dynamic_label.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace cloche::cloudwatch {

namespace {

using Point = std::pair<std::int64_t, double>;

std::string number_text(double value) {
  std::string text = fmt::format("{:.3f}", value);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

class Label {
 public:
  explicit Label(const LabelContext& context) : context_(context), points_(context.series.points) {}

  std::optional<std::string> part(std::string_view name) const {
    if (name == "LABEL") return std::string(context_.own_label);
    if (name.starts_with("PROP(")) return property(name);
    if (name == "DATAPOINT_COUNT") return std::to_string(points_.size());
    if (points_.empty()) return is_of_data(name) ? std::optional<std::string>("--") : std::nullopt;
    const auto by_value = [](const Point& a, const Point& b) { return a.second < b.second; };
    const Point& least = *std::ranges::min_element(points_, by_value);
    const Point& greatest = *std::ranges::max_element(points_, by_value);
    double sum = 0;
    for (const auto& [time, value] : points_) sum += value;
    if (name == "SUM") return number_text(sum);
    if (name == "AVG") return number_text(sum / static_cast<double>(points_.size()));
    if (name == "FIRST_LAST_RANGE") return range(points_.front().second, points_.back().second);
    if (name == "MIN_MAX_RANGE") return range(least.second, greatest.second);
    if (name == "FIRST_LAST_TIME_RANGE") return time_range(points_.front(), points_.back());
    if (name == "MIN_MAX_TIME_RANGE") return time_range(least, greatest);
    if (name.starts_with("FIRST")) return of_point(name.substr(5), points_.front());
    if (name.starts_with("LAST")) return of_point(name.substr(4), points_.back());
    if (name.starts_with("MIN")) return of_point(name.substr(3), least);
    if (name.starts_with("MAX")) return of_point(name.substr(3), greatest);
    return std::nullopt;
  }

 private:
  static bool is_of_data(std::string_view name) {
    for (const char* known : {"SUM", "AVG", "FIRST", "LAST", "MIN", "MAX"}) {
      if (name.starts_with(known)) return true;
    }
    return false;
  }
  static std::string range(double from, double to) { return number_text(from) + " - " + number_text(to); }
  std::string time_text(std::int64_t time) const {
    std::string text = iso8601(from_seconds(time + context_.offset_minutes * 60), false);
    const int offset = std::abs(context_.offset_minutes);
    text.back() = context_.offset_minutes < 0 ? '-' : '+';
    return text + fmt::format("{:02}{:02}", offset / 60, offset % 60);
  }
  std::string time_range(const Point& from, const Point& to) const {
    return time_text(from.first) + " - " + time_text(to.first);
  }
  std::optional<std::string> of_point(std::string_view what, const Point& point) const {
    if (what.empty()) return number_text(point.second);
    if (what == "_TIME" || what == "_TIME_RELATIVE") return time_text(point.first);
    return std::nullopt;
  }
  std::optional<std::string> property(std::string_view call) const {
    const auto from = call.find_first_of("'\"");
    const auto to = call.find_last_of("'\"");
    if (from == std::string_view::npos || to <= from) return std::nullopt;
    const std::string_view name = call.substr(from + 1, to - from - 1);
    if (name == "AccountId") return std::string(context_.account);
    if (name == "Region") return std::string(context_.region);
    if (!context_.query.stat) return std::nullopt;
    const MetricStat& stat = *context_.query.stat;
    if (name == "MetricName") return stat.metric.name();
    if (name == "Namespace") return stat.metric.name_space();
    if (name == "Period") return std::to_string(stat.period);
    if (name == "Stat") return stat.statistic.name();
    if (!name.starts_with("Dim.")) return std::nullopt;
    for (const auto& [dimension, value] : stat.metric.dimensions()) {
      if (dimension == name.substr(4)) return value;
    }
    return std::nullopt;
  }

  const LabelContext& context_;
  const std::vector<Point>& points_;
};

}  // namespace

std::string dynamic_label(std::string_view label, const LabelContext& context) {
  const Label values(context);
  std::string text;
  while (!label.empty()) {
    const auto from = label.find("${");
    text += label.substr(0, from);
    if (from == std::string_view::npos) break;
    const auto to = label.find('}', from);
    if (to == std::string_view::npos) return text + std::string(label.substr(from));
    text += values.part(label.substr(from + 2, to - from - 2))
                .value_or(std::string(label.substr(from, to - from + 1)));
    label.remove_prefix(to + 1);
  }
  return text;
}

std::optional<int> zone_offset(std::string_view zone) {
  if (zone.size() != 5 || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
  int number = 0;
  const auto [end, error] = std::from_chars(zone.data() + 1, zone.data() + 5, number);
  if (error != std::errc() || end != zone.data() + 5) return std::nullopt;
  const int minutes = number / 100 * 60 + number % 100;
  return zone[0] == '-' ? -minutes : minutes;
}

}  // namespace cloche::cloudwatch
