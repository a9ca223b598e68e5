#pragma once
// The authorizers of a REST API (Auth.Authorizers): Cognito user pools and functions.
#include <string>

#include "emulator/deploy/sam/authorizer.h"
#include "fakes/core/json.h"

namespace cloche::deploy::sam {

/// Throws ResourceError for what is no authorizer. With AWS_IAM as the default there is one of that name too.
Authorizers rest_authorizers(const std::string& api_id, const Json& auth, const std::string& partition);

}  // namespace cloche::deploy::sam
