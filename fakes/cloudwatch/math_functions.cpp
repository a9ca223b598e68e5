#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>

#include "fakes/cloudwatch/math_expression.h"
#include "fakes/cloudwatch/math_value.h"
#include "fakes/core/api_error.h"

namespace cloche::cloudwatch {

namespace {

using Arguments = std::vector<MathValue>;

TimeSeries empty_like(const TimeSeries& series) {
  TimeSeries result = series;
  result.points.clear();
  return result;
}

const TimeSeries& series_of(const MathValue& value, std::string_view function) {
  if (const auto* series = std::get_if<TimeSeries>(&value)) return *series;
  throw MathError{fmt::format("{} takes a time series", function)};
}

double number_of(const MathValue& value, std::string_view function) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  throw MathError{fmt::format("{} takes a number", function)};
}

const TimeSeriesArray& array_of(const MathValue& value, std::string_view function) {
  if (const auto* array = std::get_if<TimeSeriesArray>(&value)) return *array;
  throw MathError{fmt::format("{} takes an array of time series", function)};
}

/// Applies `work` to a time series, or to each of an array.
template <class Work>
MathValue each_series(const MathValue& value, std::string_view function, Work&& work) {
  if (const auto* array = std::get_if<TimeSeriesArray>(&value)) {
    TimeSeriesArray results;
    for (const TimeSeries& series : *array) results.push_back(work(series));
    return results;
  }
  return work(series_of(value, function));
}

/// Applies `work` to a number, or to each value of the series; what is not finite is no point.
template <class Work>
MathValue each_value(const MathValue& value, std::string_view function, Work&& work) {
  if (const auto* number = std::get_if<double>(&value)) return work(*number);
  return each_series(value, function, [&](const TimeSeries& series) {
    TimeSeries result = empty_like(series);
    for (const auto& [time, point] : series.points) {
      if (const double of = work(point); std::isfinite(of)) result.points.emplace_back(time, of);
    }
    return result;
  });
}

// --- what makes one number of several ---------------------------------------------------------------------

using Fold = double (*)(const std::vector<double>&);

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }
double average(const std::vector<double>& values) { return sum(values) / static_cast<double>(values.size()); }
double least(const std::vector<double>& values) { return *std::ranges::min_element(values); }
double greatest(const std::vector<double>& values) { return *std::ranges::max_element(values); }
double deviation(const std::vector<double>& values) {  // assumed: of the whole population
  const double mean = average(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size()));
}

/// Of a series, a number; of an array, the series of what its series have at each time.
MathValue fold(const MathValue& value, std::string_view function, Fold work) {
  if (const auto* number = std::get_if<double>(&value)) return work({*number});
  if (const auto* array = std::get_if<TimeSeriesArray>(&value)) {
    TimeSeries result;
    if (array->empty()) return result;
    result = empty_like(array->front());
    result.label.clear();
    std::map<std::int64_t, std::vector<double>> times;
    for (const TimeSeries& series : *array) {
      for (const auto& [time, point] : series.points) times[time].push_back(point);
    }
    for (const auto& [time, values] : times) result.points.emplace_back(time, work(values));
    return result;
  }
  std::vector<double> values;
  for (const auto& [time, point] : series_of(value, function).points) values.push_back(point);
  return values.empty() ? 0.0 : work(values);  // assumed: of no points, 0
}

// --- what looks along a series ----------------------------------------------------------------------------

TimeSeries difference(const TimeSeries& series, bool in_time, bool rate) {
  TimeSeries result = empty_like(series);
  for (std::size_t i = 1; i < series.points.size(); ++i) {
    const auto& [time, value] = series.points[i];
    const auto seconds = static_cast<double>(time - series.points[i - 1].first);
    const double step = value - series.points[i - 1].second;
    result.points.emplace_back(time, in_time ? seconds : rate ? step / seconds : step);
  }
  return result;
}

TimeSeries running_sum(const TimeSeries& series) {
  TimeSeries result = series;
  double so_far = 0;
  for (auto& [time, value] : result.points) value = so_far += value;
  return result;
}

std::optional<double> value_at(const TimeSeries& series, std::int64_t time) {
  const auto found =
      std::ranges::lower_bound(series.points, time, {}, &std::pair<std::int64_t, double>::first);
  return found != series.points.end() && found->first == time ? std::optional(found->second) : std::nullopt;
}

/// What stands at a time where the series has nothing.
std::optional<double> filler(const TimeSeries& series, const MathValue& with, std::int64_t time) {
  if (const auto* number = std::get_if<double>(&with)) return *number;
  if (const auto* other = std::get_if<TimeSeries>(&with)) return value_at(*other, time);
  const auto* how = std::get_if<std::string>(&with);
  const auto after =
      std::ranges::lower_bound(series.points, time, {}, &std::pair<std::int64_t, double>::first);
  if (how == nullptr || (*how != "REPEAT" && *how != "LINEAR"))
    throw MathError{"FILL takes a number, a time series, REPEAT or LINEAR"};
  if (after == series.points.begin()) return std::nullopt;
  const auto before = after - 1;
  if (*how == "REPEAT") return before->second;
  if (after == series.points.end()) return std::nullopt;
  const auto part =
      static_cast<double>(time - before->first) / static_cast<double>(after->first - before->first);
  return before->second + (after->second - before->second) * part;
}

TimeSeries fill(const TimeSeries& series, const MathValue& with) {
  if ((series.end - series.start) / series.period > most_periods)
    throw MathError{"FILL has too many periods to fill"};
  TimeSeries result = empty_like(series);
  for (std::int64_t time = series.start; time < series.end; time += series.period) {
    const auto there = value_at(series, time);
    if (const auto value = there ? there : filler(series, with, time))
      result.points.emplace_back(time, *value);
  }
  return result;
}

TimeSeries calendar(const TimeSeries& series, const std::string& name) {
  TimeSeries result = series;
  for (auto& [time, value] : result.points) {
    const std::chrono::sys_seconds at{std::chrono::seconds(time)};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    if (name == "MINUTE") value = static_cast<double>(time / 60 % 60);
    if (name == "HOUR") value = static_cast<double>(time / 3600 % 24);
    if (name == "DAY") value = std::chrono::weekday(day).iso_encoding();  // Monday is 1
    if (name == "DATE") value = static_cast<unsigned>(date.day());
    if (name == "MONTH") value = static_cast<unsigned>(date.month());
    if (name == "YEAR") value = static_cast<int>(date.year());
    if (name == "EPOCH") value = static_cast<double>(time);
  }
  return result;
}

// --- what chooses -----------------------------------------------------------------------------------------

std::optional<double> choice_at(const MathValue& value, std::int64_t time) {
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return value_at(series_of(value, "IF"), time);
}

MathValue choose(const Arguments& arguments) {
  if (arguments.size() != 2 && arguments.size() != 3) throw MathError{"IF takes 2 or 3 arguments"};
  if (const auto* number = std::get_if<double>(&arguments[0])) {
    if (*number != 0) return arguments[1];
    if (arguments.size() == 3) return arguments[2];
    TimeSeries none;
    if (const auto* series = std::get_if<TimeSeries>(&arguments[1])) none = empty_like(*series);
    return none;
  }
  const TimeSeries& condition = series_of(arguments[0], "IF");
  TimeSeries result = empty_like(condition);
  for (const auto& [time, holds] : condition.points) {
    std::optional<double> value;
    if (holds != 0) {
      value = choice_at(arguments[1], time);
    } else if (arguments.size() == 3) {
      value = choice_at(arguments[2], time);
    }
    if (value) result.points.emplace_back(time, *value);
  }
  return result;
}

MathValue sorted(const Arguments& arguments) {
  if (arguments.size() < 3) throw MathError{"SORT takes an array of time series, a function, and an order"};
  TimeSeriesArray array = array_of(arguments[0], "SORT");
  const auto* function = std::get_if<std::string>(&arguments[1]);
  const auto* order = std::get_if<std::string>(&arguments[2]);
  static const std::map<std::string, Fold> folds{
      {"AVG", average}, {"MIN", least}, {"MAX", greatest}, {"SUM", sum}};
  if (function == nullptr || !folds.contains(*function) || order == nullptr ||
      (*order != "ASC" && *order != "DESC"))
    throw MathError{"SORT takes AVG, MIN, MAX or SUM, and ASC or DESC"};
  const auto rank = [&](const TimeSeries& series) {
    const double value = std::get<double>(fold(series, "SORT", folds.at(*function)));
    return *order == "ASC" ? value : -value;
  };
  std::ranges::stable_sort(array, {}, rank);
  if (arguments.size() > 3) {
    const auto limit = static_cast<std::size_t>(std::max(0.0, number_of(arguments[3], "SORT")));
    if (array.size() > limit) array.resize(limit);
  }
  return array;
}

MathValue slice(const Arguments& arguments) {
  if (arguments.size() < 2) throw MathError{"SLICE takes an array of time series and a place"};
  const TimeSeriesArray& array = array_of(arguments[0], "SLICE");
  const auto place = [&](std::size_t argument) {
    return std::min(array.size(),
                    static_cast<std::size_t>(std::max(0.0, number_of(arguments[argument], "SLICE"))));
  };
  const std::size_t from = place(1);
  if (arguments.size() == 2) {
    if (from >= array.size()) throw MathError{"SLICE: there is no time series at that place"};
    return array[from];
  }
  const std::size_t to = std::max(from, place(2));
  return TimeSeriesArray(array.begin() + static_cast<std::ptrdiff_t>(from),
                         array.begin() + static_cast<std::ptrdiff_t>(to));
}

MathValue first_or_last(const MathValue& value, bool first) {
  const TimeSeriesArray& array = array_of(value, first ? "FIRST" : "LAST");
  if (array.empty()) return TimeSeries{};
  return first ? array.front() : array.back();
}

TimeSeriesArray without_empty(const MathValue& value) {
  TimeSeriesArray array = array_of(value, "REMOVE_EMPTY");
  std::erase_if(array, [](const TimeSeries& series) { return series.points.empty(); });
  return array;
}

const MathValue& only(const Arguments& arguments, const std::string& name) {
  if (arguments.size() != 1) throw MathError{fmt::format("{} takes 1 argument", name)};
  return arguments.front();
}

}  // namespace

MathValue call_function(const std::string& name, Arguments& arguments) {
  static const std::map<std::string, Fold> folds{
      {"AVG", average}, {"MIN", least}, {"MAX", greatest}, {"SUM", sum}, {"STDDEV", deviation}};
  static const std::map<std::string, double (*)(double)> values{
      {"ABS", [](double x) { return std::abs(x); }},
      {"CEIL", [](double x) { return std::ceil(x); }},
      {"FLOOR", [](double x) { return std::floor(x); }},
      {"LOG", [](double x) { return std::log(x); }},
      {"LOG10", [](double x) { return std::log10(x); }}};
  static constexpr std::array not_here{"SEARCH",        "ANOMALY_DETECTION_BAND", "INSIGHT_RULE_METRIC",
                                       "SERVICE_QUOTA", "DB_PERF_INSIGHTS",       "LAMBDA"};
  if (std::ranges::find(not_here, name) != not_here.end())
    throw not_emulated("The function " + name + " of metric math");
  if (name == "IF") return choose(arguments);
  if (name == "SORT") return sorted(arguments);
  if (name == "SLICE") return slice(arguments);
  if (name == "FILL") {
    if (arguments.size() != 2) throw MathError{"FILL takes 2 arguments"};
    return each_series(arguments[0], name,
                       [&](const TimeSeries& series) { return fill(series, arguments[1]); });
  }

  const MathValue& value = only(arguments, name);
  const auto series = [&](auto&& work) { return each_series(value, name, work); };
  if (const auto found = folds.find(name); found != folds.end()) return fold(value, name, found->second);
  if (const auto found = values.find(name); found != values.end())
    return each_value(value, name, found->second);
  if (name == "DIFF") return series([](const TimeSeries& of) { return difference(of, false, false); });
  if (name == "DIFF_TIME") return series([](const TimeSeries& of) { return difference(of, true, false); });
  if (name == "RATE") return series([](const TimeSeries& of) { return difference(of, false, true); });
  if (name == "RUNNING_SUM") return series(running_sum);
  if (name == "FIRST" || name == "LAST") return first_or_last(value, name == "FIRST");
  if (name == "REMOVE_EMPTY") return without_empty(value);
  if (name == "METRIC_COUNT") return static_cast<double>(array_of(value, name).size());
  if (name == "DATAPOINT_COUNT") return static_cast<double>(series_of(value, name).points.size());
  if (name == "PERIOD") return static_cast<double>(series_of(value, name).period);
  for (const char* part : {"MINUTE", "HOUR", "DAY", "DATE", "MONTH", "YEAR", "EPOCH"}) {
    if (name == part) return series([&](const TimeSeries& of) { return calendar(of, name); });
  }
  throw MathError{fmt::format("Unsupported function {}", name)};
}

}  // namespace cloche::cloudwatch
