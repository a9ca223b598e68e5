#include "emulator/deploy/sam/http_authorizers.h"

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/properties.h"
#include "emulator/deploy/sam/values.h"
#include "fakes/wire/http_message.h"

namespace cloche::deploy::sam {

namespace {

constexpr const char* http_authorizer_key = "x-amazon-apigateway-authorizer";

/// What an authorizer may have, and for which kind.
struct HttpAuthorizerProperty {
  const char* name;
  bool jwt;  // else of functions
  const char* allowed_for;
};
constexpr HttpAuthorizerProperty http_authorizer_properties[] = {
    {"AuthorizationScopes", true, "OAuth2 Authorizer"},
    {"JwtConfiguration", true, "OAuth2 Authorizer"},
    {"IdentitySource", true, "OAuth2 Authorizer. For Lambda Authorizer, use the 'Identity' property instead"},
    {"FunctionArn", false, "Lambda Authorizer"},
    {"FunctionInvokeRole", false, "Lambda Authorizer"},
    {"Identity", false, "Lambda Authorizer"},
    {"AuthorizerPayloadFormatVersion", false, "Lambda Authorizer"},
    {"EnableSimpleResponses", false, "Lambda Authorizer"},
    {"EnableFunctionDefaultPermissions", false, "Lambda Authorizer"}};

void check_http_authorizer(const std::string& api_id, const std::string& name, const Json& given, bool jwt) {
  const auto refuse = [&](const std::string& message) { throw ResourceError{api_id, message}; };
  const Json& scopes = member(given, "AuthorizationScopes");
  if (!scopes.is_null() && !scopes.is_array()) refuse("AuthorizationScopes must be a list.");
  for (const HttpAuthorizerProperty& property : http_authorizer_properties) {
    if (!member(given, property.name).is_null() && property.jwt != jwt) {
      refuse(std::string(property.name) + " is only supported for " + property.allowed_for + ".");
    }
  }
  if (jwt) {
    if (!truthy(member(given, "IdentitySource")))
      refuse(name + " OAuth2 Authorizer must define 'IdentitySource'.");
  } else {
    if (!truthy(member(given, "FunctionArn"))) refuse(name + " Lambda Authorizer must define 'FunctionArn'.");
    if (!truthy(member(given, "AuthorizerPayloadFormatVersion"))) {
      refuse(name + " Lambda Authorizer must define 'AuthorizerPayloadFormatVersion'.");
    }
  }
  const Json& permitted = member(given, "EnableFunctionDefaultPermissions");
  if (!permitted.is_null()) {
    expect_boolean(permitted, api_id, "Authorizers." + name + ".EnableFunctionDefaultPermissions");
  }
}

Json jwt_scheme(const std::string& api_id, const Json& given) {
  const Json& configuration = expect_map(given["JwtConfiguration"], api_id, "JwtConfiguration");
  Json lower_case = Json::object();
  for (const auto& [name, value] : configuration.items()) lower_case[wire::lower_case(name)] = value;
  return {{"type", "oauth2"},
          {http_authorizer_key,
           {{"jwtConfiguration", std::move(lower_case)},
            {"identitySource", given["IdentitySource"]},
            {"type", "jwt"}}}};
}

Json http_identity_sources(const std::string& api_id, const std::string& name, const Json& identity) {
  static constexpr std::pair<const char*, const char*> sources[] = {{"Headers", "$request.header."},
                                                                    {"QueryStrings", "$request.querystring."},
                                                                    {"StageVariables", "$stageVariables."},
                                                                    {"Context", "$context."}};
  Json all = Json::array();
  for (const auto& [property, prefix] : sources) {
    const Json& values = member(identity, property);
    if (!truthy(values)) continue;
    expect_strings(values, api_id, "Authorizers." + name + ".Identity." + property);
    for (const Json& value : values) all.push_back(prefix + value.get<std::string>());
  }
  return all;
}

Json function_scheme(const std::string& api_id, const std::string& name, const Json& given,
                     const std::string& partition) {
  Json authorizer = {
      {"type", "request"},
      {"authorizerUri",
       sub("arn:" + partition +
               ":apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations",
           {{"__FunctionArn__", given["FunctionArn"]}})},
      {"authorizerPayloadFormatVersion", given["AuthorizerPayloadFormatVersion"]}};
  const Json& role = member(given, "FunctionInvokeRole");
  if (truthy(role) && role != "NONE") authorizer["authorizerCredentials"] = role;
  if (const Json& identity = member(given, "Identity"); truthy(identity)) {
    expect_map(identity, api_id, "Auth.Authorizers." + name + ".Identity");
    const Json& seconds = member(identity, "ReauthorizeEvery");
    if (!seconds.is_null()) authorizer["authorizerResultTtlInSeconds"] = seconds;
    authorizer["identitySource"] = http_identity_sources(api_id, name, identity);
  }
  if (truthy(member(given, "EnableSimpleResponses"))) {
    authorizer["enableSimpleResponses"] = given["EnableSimpleResponses"];
  }
  return {
      {"type", "apiKey"}, {"name", "Unused"}, {"in", "header"}, {http_authorizer_key, std::move(authorizer)}};
}

}  // namespace

Authorizers http_authorizers(const std::string& api_id, const Json& auth, const std::string& partition) {
  Authorizers authorizers;
  if (member(auth, "EnableIamAuthorizer") == true) authorizers["AWS_IAM"] = iam_authorizer();
  const Json& all = member(auth, "Authorizers");
  if (!truthy(all)) return authorizers;
  expect_map(all, api_id, "Auth.Authorizers");
  for (const auto& [name, given] : all.items()) {
    expect_map(given, api_id, "Auth.Authorizers." + name);
    if (given.contains("OpenIdConnectUrl")) {
      throw ResourceError{api_id, "'OpenIdConnectUrl' is no longer a supported property for authorizer '" +
                                      name + "'. Please refer to the AWS SAM documentation."};
    }
    const Json& configuration = member(given, "JwtConfiguration");
    const bool jwt = truthy(configuration);
    if (jwt) expect_map(configuration, api_id, "JwtConfiguration");
    check_http_authorizer(api_id, name, given, jwt);
    const Json& scopes = member(given, "AuthorizationScopes");
    const bool permitted = truthy(member(given, "EnableFunctionDefaultPermissions"));
    authorizers[name] = {jwt ? jwt_scheme(api_id, given) : function_scheme(api_id, name, given, partition),
                         scopes.is_null() ? Json::array() : scopes,
                         permitted && !jwt ? given["FunctionArn"] : Json()};
  }
  return authorizers;
}

}  // namespace cloche::deploy::sam
