#pragma once
// The errors of CloudWatch Logs, in its words. Statuses are the model's.
#include <string>
#include <utility>

#include "fakes/core/api_error.h"

namespace cloche::logs {

inline ApiError invalid_parameter(std::string message) {
  return {"InvalidParameterException", std::move(message)};
}

inline ApiError group_not_found() {
  return {"ResourceNotFoundException", "The specified log group does not exist."};
}
inline ApiError stream_not_found() {
  return {"ResourceNotFoundException", "The specified log stream does not exist."};
}
inline ApiError group_exists() {
  return {"ResourceAlreadyExistsException", "The specified log group already exists"};
}
inline ApiError stream_exists() {
  return {"ResourceAlreadyExistsException", "The specified log stream already exists"};
}
inline ApiError limit_exceeded() { return {"LimitExceededException", "Resource limit exceeded."}; }
inline ApiError invalid_next_token() { return invalid_parameter("The specified nextToken is invalid."); }

}  // namespace cloche::logs
