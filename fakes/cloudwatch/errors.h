#pragma once
// The errors of CloudWatch, in its words. Statuses are the model's.
#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

#include "fakes/core/api_error.h"

namespace cloche::cloudwatch {

inline ApiError validation_error(std::string message) { return {"ValidationError", std::move(message), 400}; }

inline ApiError invalid_value(std::string message) {
  return {"InvalidParameterValue", std::move(message), 400};
}
inline ApiError invalid_combination(std::string message) {
  return {"InvalidParameterCombination", std::move(message), 400};
}

inline ApiError invalid_next_token() {
  return {"InvalidNextToken", "The value for NextToken is invalid."};
}  // words assumed

/// Of SetAlarmState, TagResource and the like; DeleteAlarms has other words.
inline ApiError alarm_not_found() { return {"ResourceNotFound", "Alarm does not exist"}; }  // words assumed

}  // namespace cloche::cloudwatch
