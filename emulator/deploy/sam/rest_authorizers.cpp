#include "emulator/deploy/sam/rest_authorizers.h"

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/properties.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr const char* rest_authorizer_key = "x-amazon-apigateway-authorizer";

/// One of Auth.Authorizers.
struct Wanted {
  const std::string& api_id;
  const std::string& name;
  const Json& authorizer;
  const std::string& partition;

  const Json& operator[](const char* property) const { return member(authorizer, property); }
  const Json& identity() const { return member(authorizer, "Identity"); }
  [[noreturn]] void refuse(const std::string& message) const { throw ResourceError{api_id, message}; }
  bool is_cognito() const { return truthy((*this)["UserPoolArn"]); }
  bool is_request() const { return (*this)["FunctionPayloadType"] == "REQUEST"; }
};

/// REQUEST authorizers need to know what of a request identifies the caller, unless nothing is remembered.
bool lacks_identity(const Wanted& wanted) {
  const Json& identity = wanted.identity();
  if (!truthy(identity)) return true;
  expect_map(identity, wanted.api_id, "Authorizer." + wanted.name + ".Identity");
  for (const char* source : {"Headers", "QueryStrings", "StageVariables", "Context"}) {
    if (truthy(member(identity, source))) return false;
  }
  const Json& seconds = member(identity, "ReauthorizeEvery");
  if (seconds.is_number()) return seconds.get<double>() >= 1;
  if (seconds.is_string()) return seconds.get<std::string>() != "0";
  return true;
}

void check_authorizer_properties(const Wanted& wanted) {
  const Json& type = wanted["FunctionPayloadType"];
  if (!type.is_null() && type != "TOKEN" && type != "REQUEST") {
    wanted.refuse(wanted.name + " Authorizer has invalid 'FunctionPayloadType': " + shown(type) + ".");
  }
  if (wanted.is_request() && lacks_identity(wanted)) {
    wanted.refuse(
        wanted.name +
        " Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or "
        "Context.");
  }
  const std::string path = "Authorizers." + wanted.name + ".";
  if (const Json& scopes = wanted["AuthorizationScopes"]; !scopes.is_null()) {
    expect_list(scopes, wanted.api_id, path + "AuthorizationScopes");
  }
  if (const Json& disabled = wanted["DisableFunctionDefaultPermissions"]; !disabled.is_null()) {
    expect_boolean(disabled, wanted.api_id, path + "DisableFunctionDefaultPermissions");
  }
}

std::string identity_source(const Wanted& wanted) {
  static constexpr std::pair<const char*, const char*> sources[] = {
      {"Headers", "method.request.header."},
      {"QueryStrings", "method.request.querystring."},
      {"StageVariables", "stageVariables."},
      {"Context", "context."}};
  std::string all;
  for (const auto& [property, prefix] : sources) {
    const Json& values = member(wanted.identity(), property);
    if (!truthy(values)) continue;
    expect_strings(values, wanted.api_id, "Auth.Authorizers." + wanted.name + ".Identity." + property);
    for (const Json& value : values) all += (all.empty() ? "" : ", ") + (prefix + value.get<std::string>());
  }
  return all;
}

Json header_name(const Wanted& wanted) {
  if (!wanted.is_cognito() && wanted.is_request()) return "Unused";
  const Json& identity = wanted.identity();
  if (truthy(identity) && !identity.is_object()) {
    wanted.refuse(
        "Auth.Authorizers.<Authorizer>.Identity must be a dict (LambdaTokenAuthorizationIdentity, "
        "LambdaRequestAuthorizationIdentity or CognitoAuthorizationIdentity).");
  }
  const Json& header = member(identity, "Header");
  return truthy(header) ? header : Json("Authorization");
}

Json function_authorizer(const Wanted& wanted) {
  Json authorizer = {{"type", wanted.is_request() ? "request" : "token"},
                     {"authorizerUri", sub("arn:" + wanted.partition +
                                               ":apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
                                               "${__FunctionArn__}/invocations",
                                           {{"__FunctionArn__", wanted["FunctionArn"]}})}};
  const Json& seconds = member(wanted.identity(), "ReauthorizeEvery");
  if (!seconds.is_null()) authorizer["authorizerResultTtlInSeconds"] = seconds;
  const Json& role = wanted["FunctionInvokeRole"];
  if (truthy(role) && role != "NONE") authorizer["authorizerCredentials"] = role;
  if (wanted.is_request()) {
    const std::string source = identity_source(wanted);
    if (!source.empty()) authorizer["identitySource"] = source;
  }
  return authorizer;
}

Json swagger_definition(const Wanted& wanted) {
  Json definition = {{"type", "apiKey"},
                     {"name", header_name(wanted)},
                     {"in", "header"},
                     {"x-amazon-apigateway-authtype", wanted.is_cognito() ? "cognito_user_pools" : "custom"}};
  Json& authorizer = definition[rest_authorizer_key];
  if (wanted.is_cognito()) {
    authorizer = {{"type", "cognito_user_pools"}, {"providerARNs", as_list(wanted["UserPoolArn"])}};
  } else {
    authorizer = function_authorizer(wanted);
  }
  const Json& expression = member(wanted.identity(), "ValidationExpression");
  if (truthy(expression) && (wanted.is_cognito() || !wanted.is_request())) {
    authorizer["identityValidationExpression"] = expression;
  }
  return definition;
}

}  // namespace

Authorizers rest_authorizers(const std::string& api_id, const Json& auth, const std::string& partition) {
  Authorizers authorizers;
  if (member(auth, "DefaultAuthorizer") == "AWS_IAM") authorizers["AWS_IAM"] = iam_authorizer();
  const Json& given = member(auth, "Authorizers");
  if (!truthy(given)) return authorizers;
  expect_map(given, api_id, "Auth.Authorizers");
  for (const auto& [name, authorizer] : given.items()) {
    expect_map(authorizer, api_id, "Auth.Authorizers." + name);
    const Wanted wanted{api_id, name, authorizer, partition};
    check_authorizer_properties(wanted);
    const Json& scopes = wanted["AuthorizationScopes"];
    const bool needs_permission =
        truthy(wanted["FunctionArn"]) && !truthy(wanted["DisableFunctionDefaultPermissions"]);
    authorizers[name] = {swagger_definition(wanted), scopes.is_null() ? Json::array() : scopes,
                         needs_permission ? wanted["FunctionArn"] : Json()};
  }
  return authorizers;
}

}  // namespace cloche::deploy::sam
