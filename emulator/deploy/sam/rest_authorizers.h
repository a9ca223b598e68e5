#pragma once
// The authorizers of a REST API (Auth.Authorizers): Cognito user pools and functions.
#include <map>
#include <string>

#include "fakes/core/json.h"

namespace cloche::deploy::sam {

struct RestAuthorizer {
  Json definition;    // a securityDefinition of Swagger
  Json scopes;        // AuthorizationScopes; an empty list where there are none
  Json function_arn;  // that API Gateway must be let invoke; null where it needs no permission
};
using RestAuthorizers = std::map<std::string, RestAuthorizer>;

/// Throws ResourceError for what is no authorizer. With AWS_IAM as the default there is one of that name too.
RestAuthorizers rest_authorizers(const std::string& api_id, const Json& auth, const std::string& partition);

}  // namespace cloche::deploy::sam
