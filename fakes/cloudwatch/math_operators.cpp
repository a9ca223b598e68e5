#include <cmath>
#include <optional>

#include "fakes/cloudwatch/math_expression.h"
#include "fakes/cloudwatch/math_value.h"

namespace cloche::cloudwatch {

namespace {

/// None where there is no result: a division by zero.
std::optional<double> combine(const std::string& token, double left, double right) {
  double result = 0;
  if (token == "+") result = left + right;
  if (token == "-") result = left - right;
  if (token == "*") result = left * right;
  if (token == "/") result = left / right;
  if (token == "^") result = std::pow(left, right);
  if (token == "==") result = left == right;
  if (token == "!=") result = left != right;
  if (token == "<") result = left < right;
  if (token == "<=") result = left <= right;
  if (token == ">") result = left > right;
  if (token == ">=") result = left >= right;
  if (token == "&&") result = left != 0 && right != 0;
  if (token == "||") result = left != 0 || right != 0;
  return std::isfinite(result) ? std::optional(result) : std::nullopt;
}

TimeSeries like(const TimeSeries& series) {
  TimeSeries result = series;
  result.points.clear();
  return result;
}

TimeSeries with_number(const std::string& token, const TimeSeries& series, double number,
                       bool number_is_left) {
  TimeSeries result = like(series);
  for (const auto& [time, value] : series.points) {
    const auto combined = number_is_left ? combine(token, number, value) : combine(token, value, number);
    if (combined) result.points.emplace_back(time, *combined);
  }
  return result;
}

TimeSeries of_two(const std::string& token, const TimeSeries& left, const TimeSeries& right) {
  TimeSeries result = like(left);
  auto other = right.points.begin();
  for (const auto& [time, value] : left.points) {
    while (other != right.points.end() && other->first < time) ++other;
    if (other == right.points.end()) break;
    if (other->first != time) continue;
    if (const auto combined = combine(token, value, other->second))
      result.points.emplace_back(time, *combined);
  }
  return result;
}

}  // namespace

MathValue apply_operator(const std::string& token, const MathValue& left, const MathValue& right) {
  if (std::holds_alternative<std::string>(left) || std::holds_alternative<std::string>(right))
    throw MathError{"An operator can't be applied to a string"};
  const auto* left_number = std::get_if<double>(&left);
  const auto* right_number = std::get_if<double>(&right);
  if (left_number != nullptr && right_number != nullptr) {
    const auto combined = combine(token, *left_number, *right_number);
    if (!combined) throw MathError{"The expression divides by zero"};
    return *combined;
  }
  const auto* left_series = std::get_if<TimeSeries>(&left);
  const auto* right_series = std::get_if<TimeSeries>(&right);
  if (left_series != nullptr && right_number != nullptr)
    return with_number(token, *left_series, *right_number, false);
  if (left_number != nullptr && right_series != nullptr)
    return with_number(token, *right_series, *left_number, true);
  if (left_series != nullptr && right_series != nullptr) return of_two(token, *left_series, *right_series);

  const auto* left_array = std::get_if<TimeSeriesArray>(&left);
  const auto* right_array = std::get_if<TimeSeriesArray>(&right);
  if (left_array != nullptr && right_array != nullptr)
    throw MathError{"An operator can't be applied to two arrays of time series"};
  TimeSeriesArray results;
  for (const TimeSeries& series : left_array != nullptr ? *left_array : *right_array) {
    const MathValue one = series;
    results.push_back(std::get<TimeSeries>(left_array != nullptr ? apply_operator(token, one, right)
                                                                 : apply_operator(token, left, one)));
  }
  return results;
}

}  // namespace cloche::cloudwatch
