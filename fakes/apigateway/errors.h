#pragma once
// The errors of API Gateway's control plane, in its words. Statuses are the model's.
#include <fmt/core.h>

#include <string>
#include <string_view>

#include "fakes/core/api_error.h"

namespace cloche::apigateway {

inline ApiError bad_request(std::string message) { return {"BadRequestException", std::move(message)}; }
inline ApiError not_found(std::string message) { return {"NotFoundException", std::move(message)}; }
inline ApiError conflict(std::string message) { return {"ConflictException", std::move(message)}; }
inline ApiError limit_exceeded(std::string message) { return {"LimitExceededException", std::move(message)}; }

inline ApiError api_not_found(std::string_view account, std::string_view api) {
  return not_found(fmt::format("Invalid API identifier specified {}:{}", account, api));
}
inline ApiError resource_not_found() { return not_found("Invalid Resource identifier specified"); }
inline ApiError method_not_found() { return not_found("Invalid Method identifier specified"); }
inline ApiError integration_not_found() { return not_found("Invalid Integration identifier specified"); }
/// Of a method response or an integration response.
inline ApiError response_not_found() { return not_found("Invalid Response status code specified"); }
inline ApiError deployment_not_found() { return not_found("Invalid Deployment identifier specified"); }
inline ApiError stage_not_found() { return not_found("Invalid stage identifier specified"); }
inline ApiError model_not_found(std::string_view name) {
  return not_found(fmt::format("Invalid model name specified: {}", name));
}

}  // namespace cloche::apigateway
