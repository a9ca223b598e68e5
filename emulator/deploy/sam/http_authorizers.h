#pragma once
// The authorizers of an HTTP API (Auth.Authorizers): JWT, functions, and IAM.
#include <string>

#include "emulator/deploy/sam/authorizer.h"
#include "fakes/core/json.h"

namespace cloche::deploy::sam {

/// Throws ResourceError for what is no authorizer.
Authorizers http_authorizers(const std::string& api_id, const Json& auth, const std::string& partition);

}  // namespace cloche::deploy::sam
