#pragma once
// CloudFormation's errors, in its words.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "fakes/core/api_error.h"

namespace cloche::cloudformation {

inline ApiError validation_error(std::string message) { return {"ValidationError", std::move(message), 400}; }

inline ApiError no_stack_with_id(std::string_view name) {
  return validation_error(fmt::format("Stack with id {} does not exist", name));
}

inline ApiError stack_does_not_exist(std::string_view name) {
  return validation_error(fmt::format("Stack [{}] does not exist", name));
}

inline ApiError change_set_not_found(std::string_view name) {
  return {"ChangeSetNotFound", fmt::format("ChangeSet [{}] does not exist", name), 404};
}

}  // namespace cloche::cloudformation
