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
inline ApiError role_not_found(std::string_view name) {
  return {"NoSuchEntityException", fmt::format("The role with name {} cannot be found.", name)};
}
inline ApiError group_not_found(std::string_view name) {
  return {"NoSuchEntityException", fmt::format("The group with name {} cannot be found.", name)};
}
/// `kind` of its owner: "user", "group", "role".
inline ApiError inline_policy_not_found(std::string_view kind, std::string_view name) {
  return {"NoSuchEntityException", fmt::format("The {} policy with name {} cannot be found.", kind, name)};
}
inline ApiError policy_not_found(std::string_view arn) {
  return {"NoSuchEntityException", fmt::format("Policy {} was not found.", arn)};
}
inline ApiError policy_not_attachable(std::string_view arn) {
  return {"NoSuchEntityException", fmt::format("Policy {} does not exist or is not attachable.", arn)};
}
inline ApiError policy_version_not_found(std::string_view arn, std::string_view version) {
  return {"NoSuchEntityException",
          fmt::format("Policy {} version {} does not exist or is not attachable.", arn, version)};
}
inline ApiError access_key_not_found(std::string_view id) {
  return {"NoSuchEntityException", fmt::format("The Access Key with id {} cannot be found.", id)};
}

inline ApiError user_exists(std::string_view name) {
  return {"EntityAlreadyExistsException", fmt::format("User with name {} already exists.", name)};
}
inline ApiError group_exists(std::string_view name) {
  return {"EntityAlreadyExistsException", fmt::format("Group with name {} already exists.", name)};
}
inline ApiError role_exists(std::string_view name) {
  return {"EntityAlreadyExistsException", fmt::format("Role with name {} already exists.", name)};
}
inline ApiError policy_exists(std::string_view name) {
  return {"EntityAlreadyExistsException",
          fmt::format("A policy called {} already exists. Duplicate names are not allowed.", name)};
}

/// `quota` as in "AccessKeysPerUser".
inline ApiError quota_exceeded(std::string_view quota, int limit) {
  return {"LimitExceededException", fmt::format("Cannot exceed quota for {}: {}", quota, limit)};
}

inline ApiError limit_exceeded(std::string message) { return {"LimitExceededException", std::move(message)}; }

/// `what` as in "delete access keys".
inline ApiError delete_conflict(std::string_view what) {
  return {"DeleteConflictException", fmt::format("Cannot delete entity, must {} first.", what)};
}

inline ApiError policy_in_use(std::string message) { return {"DeleteConflictException", std::move(message)}; }

inline ApiError malformed_policy(std::string message) {
  return {"MalformedPolicyDocumentException", std::move(message)};
}

/// Of a caller that may not do `action`, as in "iam:CreatePolicyVersion".
inline ApiError access_denied(std::string_view caller, std::string_view action, std::string_view resource) {
  return {"AccessDenied",
          fmt::format("User: {} is not authorized to perform: {} on resource: {}", caller, action, resource),
          403};
}

inline ApiError invalid_input(std::string message) { return {"InvalidInputException", std::move(message)}; }

}  // namespace cloche::iam
