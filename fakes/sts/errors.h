#pragma once
// The errors of STS, in its words.
#include <string>
#include <utility>

#include "fakes/core/api_error.h"

namespace cloche::sts {

inline ApiError access_denied(std::string message) { return {"AccessDenied", std::move(message), 403}; }

/// Assumed: what AWS answers to an id that is none.
inline ApiError invalid_access_key_id() {
  return {"ValidationError", "The specified value for accessKeyId is invalid.", 400};
}

}  // namespace cloche::sts
