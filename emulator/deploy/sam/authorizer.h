#pragma once
// An authorizer of an API, REST or HTTP, as its definition names it.
#include <map>
#include <string>

#include "fakes/core/json.h"

namespace cloche::deploy::sam {

struct Authorizer {
  Json definition;    // a securityDefinition of Swagger, or a securityScheme of OpenAPI
  Json scopes;        // AuthorizationScopes; an empty list where there are none
  Json function_arn;  // that API Gateway must be let invoke; null where it needs no permission
};
using Authorizers = std::map<std::string, Authorizer>;

/// AWS_IAM: requests are signed.
Authorizer iam_authorizer();

}  // namespace cloche::deploy::sam
