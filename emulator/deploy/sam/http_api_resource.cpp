// AWS::Serverless::HttpApi
#include <algorithm>

#include "emulator/deploy/sam/apiv2.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/function.h"
#include "emulator/deploy/sam/http_authorizers.h"
#include "emulator/deploy/sam/logical_id.h"
#include "emulator/deploy/sam/openapi_document.h"
#include "emulator/deploy/sam/other_resources.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule http_resource_rules[] = {{"__MANAGE_SWAGGER", a_boolean},
                                                {"Name"},
                                                {"StageName", a_string_or_map},
                                                {"Tags", a_map},
                                                {"PropagateTags", a_boolean},
                                                {"DefinitionBody", a_map},
                                                {"DefinitionUri", a_string_or_map},
                                                {"StageVariables", a_map},
                                                {"CorsConfiguration", a_boolean_or_map},
                                                {"AccessLogSettings", a_map},
                                                {"DefaultRouteSettings", a_map},
                                                {"Auth", a_map},
                                                {"RouteSettings", a_map},
                                                {"Domain", a_map},
                                                {"FailOnWarnings", a_boolean},
                                                {"Description", a_string},
                                                {"DisableExecuteApiEndpoint", a_boolean}};

constexpr const char* created_by = "httpapi:createdBy";

struct HttpApi {
  Context& context;
  Declared declared;
  Json definition;
  Json tags;

  const Json& operator[](std::string_view name) const { return declared[name]; }
  const std::string& id() const { return declared.logical_id; }
  [[noreturn]] void refuse(const std::string& message) const { throw ResourceError{id(), message}; }
  void require_definition(const std::string& what) const {
    if (!truthy(definition)) refuse(what + "'DefinitionBody' property.");
  }
};

void write_http_cors(HttpApi& api) {
  Json cors = api["CorsConfiguration"];
  if (!truthy(cors)) return;
  api.require_definition("Cors works only with inline OpenApi specified in ");
  if (cors.is_boolean()) {
    cors = {{"AllowOrigins", Json::array({"*"})}};
  } else if (is_intrinsic(cors)) {
    cors = {{"AllowOrigins", cors}};
  } else if (!cors.is_object()) {
    api.refuse("Invalid value for 'Cors' property.");
  }
  for (const auto& [name, value] : cors.items()) {
    static constexpr std::string_view known[] = {"AllowMethods", "AllowHeaders",  "AllowOrigins",
                                                 "MaxAge",       "ExposeHeaders", "AllowCredentials"};
    if (std::ranges::find(known, std::string_view(name)) == std::end(known)) {
      api.refuse("Invalid key '" + name + "' for 'Cors' property.");
    }
  }
  if (!OpenApiDocument::is_valid(api.definition)) {
    api.refuse(
        "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid OpenApi "
        "definition.");
  }
  if (member(cors, "AllowCredentials") == true && member(cors, "AllowOrigins") == Json::array({"*"})) {
    api.refuse(
        "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is "
        "\"'*'\" or "
        "not set.");
  }
  OpenApiDocument document(api.definition);
  document.add_cors(cors);
  api.definition = document.take();
}

void write_http_auth(HttpApi& api) {
  const Json& auth = api["Auth"];
  if (!truthy(auth)) return;
  api.require_definition("Auth works only with inline OpenApi specified in the ");
  for (const auto& [name, value] : auth.items()) {
    if (name != "Authorizers" && name != "DefaultAuthorizer" && name != "EnableIamAuthorizer") {
      api.refuse("Invalid value for 'Auth' property");
    }
  }
  if (!OpenApiDocument::is_valid(api.definition)) {
    api.refuse(
        "Unable to add Auth configuration because 'DefinitionBody' does not contain a valid OpenApi "
        "definition.");
  }
  OpenApiDocument document(api.definition);
  const Authorizers authorizers = http_authorizers(api.id(), auth, api.context.settings.partition);
  for (const auto& [name, authorizer] : authorizers)
    document.add_security_scheme(name, authorizer.definition);
  const Json& standard = member(auth, "DefaultAuthorizer");
  if (truthy(standard) && !is_no_value(standard)) {
    const std::string name = expect_string(standard, api.id(), "Auth.DefaultAuthorizer");
    const auto found = authorizers.find(name);
    if (found == authorizers.end()) {
      api.refuse("Unable to set DefaultAuthorizer because '" + name + "' was not defined in 'Authorizers'.");
    }
    for (const std::string& path : document.paths()) {
      document.set_default_authorizer(path, name, found->second.scopes);
    }
  }
  api.definition = document.take();
}

void write_http_tags(HttpApi& api) {
  if (truthy(api.tags)) api.require_definition("Tags works only with inline OpenApi specified in the ");
  if (!truthy(api.definition)) return;
  if (!OpenApiDocument::is_valid(api.definition)) {
    if (!truthy(api.tags)) return;
    api.refuse("Unable to add `Tags` because 'DefinitionBody' does not contain a valid OpenApi definition.");
  }
  if (!truthy(api.tags)) api.tags = Json::object();
  api.tags[created_by] = "SAM";
  OpenApiDocument document(api.definition);
  document.add_tags(api.tags);
  api.definition = document.take();
}

/// What the definition has at info.NAME; SAM does not write over it.
const Json& info_of(const HttpApi& api, const char* name, const char* end) {
  try {
    return at_path(api.definition, {"info", name});
  } catch (const DeepPathError& error) {
    api.refuse("Invalid 'DefinitionBody': " + error.message + end);
  }
}

void write_http_names(HttpApi& api) {
  const std::string defined =
      " because it is already defined within inline OpenAPI specified in the 'DefinitionBody' property.";
  if (truthy(api["Name"])) {
    api.require_definition("Name works only with inline OpenApi specified in the ");
    if (info_of(api, "title", ".") != OpenApiDocument::default_title())
      api.refuse("Unable to set Name" + defined);
    OpenApiDocument document(api.definition);
    document.set_title(api["Name"]);
    api.definition = document.take();
  }
  if (truthy(api["Description"])) {
    api.require_definition("Description works only with inline OpenApi specified in the ");
    if (truthy(info_of(api, "description", "'."))) api.refuse("Unable to set Description" + defined);
    OpenApiDocument document(api.definition);
    document.set_description(api["Description"]);
    api.definition = document.take();
  }
}

void write_http_definition(HttpApi& api) {
  if (truthy(api["DefinitionUri"]) && truthy(api.definition)) {
    api.refuse("Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
  }
  write_http_cors(api);
  write_http_auth(api);
  write_http_tags(api);
  if (const Json& disabled = api["DisableExecuteApiEndpoint"]; !disabled.is_null()) {
    api.require_definition("DisableExecuteApiEndpoint works only within ");
    OpenApiDocument document(api.definition);
    document.disable_execute_api_endpoint(disabled);
    api.definition = document.take();
  }
  write_http_names(api);
  if (!truthy(api["FailOnWarnings"]) || !truthy(api.definition)) return;
  // With warnings as errors API Gateway wants a path to begin with a slash.
  Json& paths = api.definition["paths"];
  if (paths.is_object() && paths.contains(default_path)) {
    paths[std::string("/") + default_path] = Json(paths[default_path]);
    paths.erase(default_path);
  }
}

Resource make_http_api(HttpApi& api) {
  Resource made =
      make_resource(api.id(), "AWS::ApiGatewayV2::Api", api.declared.attributes, api.declared.depends_on);
  write_http_definition(api);
  if (truthy(api["FailOnWarnings"])) made["FailOnWarnings"] = api["FailOnWarnings"];
  if (truthy(api["DefinitionUri"])) {
    made["BodyS3Location"] = s3_location(api["DefinitionUri"], api.id(), "DefinitionUri");
  } else if (truthy(api.definition)) {
    made["Body"] = api.definition;
  } else {
    api.refuse(
        "'DefinitionUri' or 'DefinitionBody' are required properties of an 'AWS::Serverless::HttpApi'. Add a "
        "value for "
        "one of these properties or add a 'HttpApi' event to an 'AWS::Serverless::Function'.");
  }
  return made;
}

Resource make_http_stage(const HttpApi& api) {
  const Json name = truthy(api["StageName"]) ? api["StageName"] : Json("$default");
  const std::string text = text_of(name);
  Resource stage = make_resource(text == "$default"      ? api.id() + "ApiGatewayDefaultStage"
                                 : is_alphanumeric(text) ? api.id() + text + "Stage"
                                                         : hashed_id(api.id() + "Stage", text),
                                 "AWS::ApiGatewayV2::Stage", api.declared.passed_on());
  stage["ApiId"] = reference(api.id());
  stage["StageName"] = name;
  for (const char* property :
       {"StageVariables", "AccessLogSettings", "DefaultRouteSettings", "RouteSettings"}) {
    stage[property] = api[property];
  }
  stage["Tags"] = api.tags;
  stage["AutoDeploy"] = true;
  return stage;
}

}  // namespace

Resources transform_http_api_resource(Context& context, const std::string& logical_id, Json& definition) {
  HttpApi api{
      context, declare(logical_id, definition, "AWS::Serverless::HttpApi", http_resource_rules), {}, {}};
  for (const char* name : {"CorsConfiguration", "Domain"}) {
    Json& value = api.declared.at(name);
    value = context.parameters.resolve(value);
  }
  api.definition = api["DefinitionBody"];
  api.tags = api["Tags"];
  const bool defined_here = !api.definition.is_null();
  Resources made;
  made.push_back(make_http_api(api));
  Json domain = api["Domain"];
  const Json attributes = api.declared.passed_on();
  Resources domains =
      make_apiv2_domain(context.record_sets, api.declared, domain, {{created_by, "SAM"}}, attributes);
  if (truthy(api["Auth"])) {
    for (const auto& [name, authorizer] :
         http_authorizers(logical_id, api["Auth"], context.settings.partition)) {
      if (authorizer.function_arn.is_null()) continue;
      made.push_back(make_apiv2_authorizer_permission(logical_id + name + "AuthorizerPermission", logical_id,
                                                      authorizer.function_arn, attributes));
    }
  }
  std::ranges::move(domains, std::back_inserter(made));
  made.push_back(make_http_stage(api));
  // The API has its tags in its definition.
  if (defined_here && truthy(api.tags)) {
    for (Resource& resource : made) {
      if (resource.type != "AWS::ApiGatewayV2::Api") resource.tag(api.tags);
    }
  }
  return made;
}

}  // namespace cloche::deploy::sam
