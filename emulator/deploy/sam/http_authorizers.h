#pragma once
// The authorizers of an HTTP API (Auth.Authorizers): JWT, functions, and IAM.
#include <map>
#include <string>

#include "fakes/core/json.h"

namespace cloche::deploy::sam {

struct HttpAuthorizer {
  Json scheme;        // a securityScheme of OpenAPI
  Json scopes;        // AuthorizationScopes; an empty list where there are none
  Json function_arn;  // that API Gateway must be let invoke; null where it needs no permission
};
using HttpAuthorizers = std::map<std::string, HttpAuthorizer>;

/// Throws ResourceError for what is no authorizer.
HttpAuthorizers http_authorizers(const std::string& api_id, const Json& auth, const std::string& partition);

}  // namespace cloche::deploy::sam
