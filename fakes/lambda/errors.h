#pragma once
// The errors of Lambda, in its words. Those that one operation alone throws stand in that operation's file.
// Each carries the Type "User", as the real service's do.
#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "fakes/core/api_error.h"

namespace cloche::lambda {

inline ApiError user_error(std::string code, std::string message, int status = 0) {
  return {std::move(code), std::move(message), status, Json{{"Type", "User"}}};
}

inline ApiError invalid_parameter(std::string message) {
  return user_error("InvalidParameterValueException", std::move(message));
}
inline ApiError resource_not_found(std::string message) {
  return user_error("ResourceNotFoundException", std::move(message));
}
inline ApiError resource_conflict(std::string message) {
  return user_error("ResourceConflictException", std::move(message));
}

inline ApiError function_not_found(std::string_view arn) {
  return resource_not_found(fmt::format("Function not found: {}", arn));
}

/// The RevisionId of a request is not that of the resource.
inline ApiError revision_does_not_match() {
  return user_error(
      "PreconditionFailedException",
      "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API "
      "to retrieve the latest Revision Id");
}

}  // namespace cloche::lambda
