#pragma once
// The errors of STS, in its words.
#include <string>
#include <utility>

#include "fakes/core/api_error.h"

namespace cloche::sts {

inline ApiError access_denied(std::string message) { return {"AccessDenied", std::move(message), 403}; }

inline ApiError validation_error(std::string message) { return {"ValidationError", std::move(message), 400}; }

/// Assumed: what AWS answers to an id that is none.
inline ApiError invalid_access_key_id() {
  return validation_error("The specified value for accessKeyId is invalid.");
}

}  // namespace cloche::sts
