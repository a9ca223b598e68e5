#pragma once
// The errors of EventBridge, in its words, as people have reported them of the service. Statuses are the
// model's.
#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

#include "fakes/core/api_error.h"
#include "fakes/events/names.h"

namespace cloche::events {

inline ApiError validation_error(std::string message) {
  return {"ValidationException", std::move(message), 400};
}

inline ApiError bus_not_found(std::string_view name) {
  return {"ResourceNotFoundException", fmt::format("Event bus {} does not exist.", name)};
}
inline ApiError rule_not_found(const RuleName& rule) {
  return {"ResourceNotFoundException",
          fmt::format("Rule {} does not exist on EventBus {}.", rule.name, rule.bus.name)};
}
inline ApiError resource_not_found(std::string message) {
  return {"ResourceNotFoundException", std::move(message)};
}

inline ApiError bus_exists(std::string_view name) {
  return {"ResourceAlreadyExistsException", fmt::format("Event bus {} already exists.", name)};
}

inline ApiError limit_exceeded() {
  return {"LimitExceededException", "The requested resource exceeds the maximum number allowed."};
}

inline ApiError invalid_pattern(std::string_view reason) {
  return {"InvalidEventPatternException", fmt::format("Event pattern is not valid. Reason: {}", reason)};
}

}  // namespace cloche::events
