#pragma once
// The one error that a client sees. An operation throws it; the account's transaction is rolled back; the codec of the
// request's protocol renders it. A service names its own in fakes/<service>/errors.h, with the real service's words.
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "fakes/core/json.h"

namespace cloche {

struct ApiError {
  std::string code;          // the error's name on the wire: "ResourceNotFoundException"
  std::string message;
  int status = 0;            // HTTP status; 0: what the model says of `code`, and 400 if it does not know it
  Json members = nullptr;    // further members of the error's shape ("CancellationReasons"), an object or null

  ApiError(std::string code_, std::string message_, int status_ = 0, Json members_ = nullptr)
      : code(std::move(code_)), message(std::move(message_)), status(status_), members(std::move(members_)) {}
};

/// A setting or operation that exists in AWS and not (yet) here. 501, and counted in GET /_cloche/unsupported.
inline ApiError not_emulated(const std::string& what) {
  return {"NotEmulated", what + " is not emulated by Cloche.", 501};
}

}  // namespace cloche
