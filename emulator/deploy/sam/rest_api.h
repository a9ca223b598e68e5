#pragma once
// AWS::Serverless::Api while it is transformed. Its parts: rest_api.cpp (the API, its deployment and stage),
// rest_api_definition.cpp (what is written into the definition), rest_api_domain.cpp, usage_plan.cpp.
#include <string>

#include "emulator/deploy/sam/context.h"
#include "emulator/deploy/sam/properties.h"
#include "emulator/deploy/sam/rest_authorizers.h"

namespace cloche::deploy::sam {

struct RestApi {
  Context& context;
  Declared declared;
  Json definition;  // DefinitionBody, as it becomes; null without one
  Json domain;      // Domain, worked out
  Json auth;        // Auth, worked out

  const Json& operator[](std::string_view name) const { return declared[name]; }
  const std::string& id() const { return declared.logical_id; }
  [[noreturn]] void refuse(const std::string& message) const;
};

/// Writes Cors, Auth, GatewayResponses, BinaryMediaTypes, Models and DisableExecuteApiEndpoint into the
/// definition.
void write_definition(RestApi& api);
/// The permissions of the functions that authorize.
Resources authorizer_permissions(const RestApi& api);
/// The API's own domain, with its mappings and records.
Resources make_rest_domain(RestApi& api);
/// The usage plan with its key (Auth.UsagePlan). `stage` is the stage's logical id.
Resources make_usage_plan(RestApi& api, const std::string& stage);

/// The record sets of a domain in Route 53, of REST and HTTP APIs. `target` names the domain's resource; its
/// domain has EndpointConfiguration.
Json record_sets(const Json& domain, const Json& route53, const Json& alias_target);

}  // namespace cloche::deploy::sam
