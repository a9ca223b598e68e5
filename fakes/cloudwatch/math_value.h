#pragma once
// What an expression comes to: a number, a time series, or an array of time series. The operators and the
// functions of metric math on them.
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cloche::cloudwatch {

struct TimeSeries {
  std::string id{};  // of the query that it comes from
  std::string label{};
  std::int64_t start = 0;  // of the window that was asked for, in seconds
  std::int64_t end = 0;
  std::int64_t period = 60;
  std::vector<std::pair<std::int64_t, double>> points{};  // by time
};

/// As many periods as one series may have that does not come from data (assumed): a request for all times
/// since 1970 is no reason to fill the memory.
inline constexpr std::int64_t most_periods = 1'000'000;

using TimeSeriesArray = std::vector<TimeSeries>;
/// A text is only an argument of a function.
using MathValue = std::variant<double, TimeSeries, TimeSeriesArray, std::string>;

/// `token` as in MathNode. Two series meet where both have a point; what is divided by zero is no point.
/// Throws MathError.
MathValue apply_operator(const std::string& token, const MathValue& left, const MathValue& right);

/// Calls a function, all but METRICS, whose arguments are not values. Throws MathError; what is not emulated
/// throws ApiError.
MathValue call_function(const std::string& name, std::vector<MathValue>& arguments);

}  // namespace cloche::cloudwatch
