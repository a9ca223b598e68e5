#pragma once
// The errors of SNS. Statuses are the model's; words are as remembered, that is, assumed, where no report of the
// service is named.
#include <fmt/core.h>

#include <string>
#include <string_view>

#include "fakes/core/api_error.h"

namespace cloche::sns {

/// `what` is a parameter's name, or what is wrong.
inline ApiError invalid_parameter(std::string_view what) {
  return {"InvalidParameterException", fmt::format("Invalid parameter: {}", what)};
}
inline ApiError invalid_parameter(std::string_view name, std::string_view reason) {
  return invalid_parameter(fmt::format("{} Reason: {}", name, reason));
}

/// Of a message attribute. On the wire its code is ParameterValueInvalid.
inline ApiError invalid_value(std::string message) {
  return {"InvalidParameterValueException", std::move(message)};
}

inline ApiError topic_not_found() { return {"NotFoundException", "Topic does not exist"}; }
inline ApiError subscription_not_found() { return {"NotFoundException", "Subscription does not exist"}; }
/// What the operations on tags answer.
inline ApiError resource_not_found() { return {"ResourceNotFoundException", "Resource does not exist"}; }

inline ApiError not_authorized(std::string_view caller, std::string_view operation, std::string_view arn) {
  return {
      "AuthorizationErrorException",
      fmt::format("User: {} is not authorized to perform: SNS:{} on resource: {}", caller, operation, arn)};
}

}  // namespace cloche::sns
