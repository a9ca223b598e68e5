#pragma once
// The errors of IAM, in its words. Statuses are the model's.
#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

#include "fakes/core/api_error.h"

namespace cloche::iam {

inline ApiError validation_error(std::string message) { return {"ValidationError", std::move(message), 400}; }

inline ApiError user_not_found(std::string_view name) {
  return {"NoSuchEntityException", fmt::format("The user with name {} cannot be found.", name)};
}
inline ApiError access_key_not_found(std::string_view id) {
  return {"NoSuchEntityException", fmt::format("The Access Key with id {} cannot be found.", id)};
}

inline ApiError user_exists(std::string_view name) {
  return {"EntityAlreadyExistsException", fmt::format("User with name {} already exists.", name)};
}

/// `quota` as in "AccessKeysPerUser".
inline ApiError quota_exceeded(std::string_view quota, int limit) {
  return {"LimitExceededException", fmt::format("Cannot exceed quota for {}: {}", quota, limit)};
}

/// `what` as in "access keys".
inline ApiError delete_conflict(std::string_view what) {
  return {"DeleteConflictException", fmt::format("Cannot delete entity, must delete {} first.", what)};
}

inline ApiError invalid_input(std::string message) { return {"InvalidInputException", std::move(message)}; }

}  // namespace cloche::iam
