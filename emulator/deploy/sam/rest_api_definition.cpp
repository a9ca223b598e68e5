// What the properties of AWS::Serverless::Api write into the definition of its API.
#include <algorithm>
#include <array>

#include "emulator/deploy/json_pointer.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/rest_api.h"
#include "emulator/deploy/sam/swagger_document.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

void require_definition(const RestApi& api, const char* property) {
  if (truthy(api.definition)) return;
  api.refuse(std::string(property) +
             " works only with inline Swagger specified in 'DefinitionBody' property.");
}

void require_valid_definition(const RestApi& api, const char* what) {
  if (SwaggerDocument::is_valid(api.definition)) return;
  api.refuse(std::string("Unable to add ") + what +
             " because 'DefinitionBody' does not contain a valid Swagger definition.");
}

Cors wanted_cors(const RestApi& api) {
  const Json& given = api["Cors"];
  Cors cors;
  if (given.is_string() || is_intrinsic(given)) {
    cors.allow_origin = given;
    return cors;
  }
  if (!given.is_object()) api.refuse("Invalid value for 'Cors' property");
  for (const auto& [name, value] : given.items()) {
    if (name == "AllowOrigin") {
      cors.allow_origin = value;
    } else if (name == "AllowHeaders") {
      cors.allow_headers = value;
    } else if (name == "AllowMethods") {
      cors.allow_methods = value;
    } else if (name == "MaxAge") {
      cors.max_age = value;
    } else if (name == "AllowCredentials") {
      cors.allow_credentials = value;
    } else {
      api.refuse("Invalid key '" + name + "' for 'Cors' property.");
    }
  }
  return cors;
}

void write_cors(RestApi& api) {
  if (!truthy(api["Cors"])) return;
  require_definition(api, "Cors");
  const Cors cors = wanted_cors(api);
  require_valid_definition(api, "Cors configuration");
  if (cors.allow_credentials == true && cors.allow_origin == "'*'") {
    api.refuse(
        "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is "
        "\"'*'\" or "
        "not set");
  }
  SwaggerDocument document(api.definition);
  std::vector<std::string> done;
  for (const std::string& path : document.paths()) {
    std::string normal = path;
    while (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
    if (std::ranges::find(done, normal) != done.end()) continue;
    done.push_back(normal);
    if (!truthy(cors.allow_origin)) {
      api.refuse(StructureError{"Invalid input. Value for AllowedOrigins is required"}.text());
    }
    document.add_cors(path, cors);
  }
  api.definition = document.take();
}

void write_authorizers(const RestApi& api, SwaggerDocument& document) {
  const Authorizers authorizers = rest_authorizers(api.id(), api.auth, api.context.settings.partition);
  if (authorizers.empty()) return;
  AuthorizerScopes scopes;
  for (const auto& [name, authorizer] : authorizers) {
    document.add_security_definition(name, authorizer.definition);
    scopes[name] = authorizer.scopes;
  }
  const Json& standard = member(api.auth, "DefaultAuthorizer");
  if (!truthy(standard)) return;
  if (!standard.is_string()) api.refuse("DefaultAuthorizer is not a string.");
  const std::string name = standard.get<std::string>();
  if (!authorizers.contains(name) && name != "AWS_IAM") {
    api.refuse("Unable to set DefaultAuthorizer because '" + name + "' was not defined in 'Authorizers'.");
  }
  const bool preflight = !api.auth.contains("AddDefaultAuthorizerToCorsPreflight") ||
                         truthy(api.auth["AddDefaultAuthorizerToCorsPreflight"]);
  for (const std::string& path : document.paths())
    document.set_default_authorizer(path, name, scopes, preflight);
}

/// The paths in the order of the text: each stands where the first event does that names it, else where the
/// definition has it.
std::vector<std::string> paths_in_text(const RestApi& api, std::vector<std::string> paths) {
  const auto& before = api.context.settings.before;
  if (!before) return paths;
  std::map<std::string, std::string> places;
  for (const auto& [id, resource] : api.context.resources().items()) {
    const Json& events = member(member(resource, "Properties"), "Events");
    if (!events.is_object()) continue;
    for (const auto& [name, event] : events.items()) {
      const Json& properties = member(event, "Properties");
      if (member(event, "Type") != "Api" || logical_id_in(member(properties, "RestApiId")) != api.id())
        continue;
      std::string place = "/Resources/" + pointer_step(id) + "/Properties/Events/" + pointer_step(name);
      std::string& first = places[text_of(member(properties, "Path"))];
      if (first.empty() || before(place, first)) first = std::move(place);
    }
  }
  const std::string definition = "/Resources/" + pointer_step(api.id()) + "/Properties/DefinitionBody/paths/";
  for (const std::string& path : paths) places.emplace(path, definition + pointer_step(path));
  std::ranges::stable_sort(paths, [&](const std::string& one, const std::string& other) {
    return before(places[one], places[other]);
  });
  return paths;
}

void write_auth(RestApi& api) {
  static constexpr std::array<std::string_view, 8> known = {"Authorizers",
                                                            "DefaultAuthorizer",
                                                            "InvokeRole",
                                                            "AddDefaultAuthorizerToCorsPreflight",
                                                            "AddApiKeyRequiredToCorsPreflight",
                                                            "ApiKeyRequired",
                                                            "ResourcePolicy",
                                                            "UsagePlan"};
  if (!truthy(api.auth)) return;
  require_definition(api, "Auth");
  for (const auto& [name, value] : api.auth.items()) {
    if (std::ranges::find(known, std::string_view(name)) == known.end()) {
      api.refuse("Invalid value for 'Auth' property");
    }
  }
  require_valid_definition(api, "Auth configuration");
  SwaggerDocument document(api.definition);
  write_authorizers(api, document);
  if (truthy(member(api.auth, "ApiKeyRequired"))) {
    document.add_api_key_definition();
    const bool preflight = !api.auth.contains("AddApiKeyRequiredToCorsPreflight") ||
                           truthy(api.auth["AddApiKeyRequiredToCorsPreflight"]);
    for (const std::string& path : document.paths()) document.require_api_key(path, preflight);
  }
  if (const Json& policy = member(api.auth, "ResourcePolicy"); truthy(policy)) {
    require_object(policy, "ResourcePolicy must be a map (ResourcePolicyStatement).");
    for (const std::string& path : paths_in_text(api, document.paths())) {
      document.add_resource_policy(policy, path, api["StageName"]);
    }
    const Json& statements = member(policy, "CustomStatements");
    if (truthy(statements)) document.add_custom_statements(statements);
  }
  api.definition = openapi_3_form(document.take(), api["OpenApiVersion"]);
}

/// How messages call the kind of a value.
const char* kind_name(const Json& value) {
  if (value.is_string()) return "Py27UniStr";
  if (value.is_array()) return "list";
  if (value.is_boolean()) return "bool";
  if (value.is_null()) return "NoneType";
  return value.is_number_float() ? "float" : "int";
}

Json gateway_response(const RestApi& api, const std::string& type, const Json& given) {
  static constexpr std::pair<const char*, const char*> places[] = {
      {"Headers", "header."}, {"Paths", "path."}, {"QueryStrings", "querystring."}};
  const Json& parameters = member(given, "ResponseParameters");
  const Json& templates = member(given, "ResponseTemplates");
  Json prefixed = Json::object();
  if (truthy(parameters)) {
    expect_map(parameters, api.id(), "GatewayResponses." + type + ".ResponseParameters");
    for (const auto& [place, values] : parameters.items()) {
      if (std::ranges::none_of(places,
                               [&wanted = place](const auto& known) { return wanted == known.first; })) {
        api.refuse("Invalid gateway response parameter '" + place + "'");
      }
    }
    for (const auto& [place, prefix] : places) {
      if (!parameters.contains(place)) continue;
      expect_map(parameters[place], api.id(), std::string("ResponseParameters.") + place);
      for (const auto& [name, value] : parameters[place].items()) {
        prefixed[std::string("gatewayresponse.") + prefix + name] = value;
      }
    }
  }
  Json response = {{"responseParameters", std::move(prefixed)},
                   {"responseTemplates", truthy(templates) ? templates : Json::object()}};
  const Json& status = member(given, "StatusCode");
  if (status.is_null()) return response;
  const std::string text = shown(status);
  const bool numeric = !text.empty() && text.size() <= 3 &&
                       std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
  if (truthy(status) && !numeric) api.refuse("Property 'StatusCode' must be numeric");
  if (!text.empty()) response["statusCode"] = text;
  return response;
}

void write_gateway_responses(RestApi& api) {
  const Json& responses = api["GatewayResponses"];
  if (!truthy(responses)) return;
  require_definition(api, "GatewayResponses");
  for (const auto& [type, response] : responses.items()) {
    if (is_intrinsic(response)) {
      api.refuse(
          "Unable to set GatewayResponses attribute because intrinsic functions are not supported for this "
          "field.");
    }
    if (!response.is_object()) {
      api.refuse(std::string("Invalid property type '") + kind_name(response) +
                 "' for GatewayResponses. Expected an object of type 'GatewayResponse'.");
    }
    for (const auto& [name, value] : response.items()) {
      if (name == "ResponseParameters" || name == "ResponseTemplates" || name == "StatusCode") continue;
      api.refuse("Invalid property '" + name + "' in 'GatewayResponses' property '" + type + "'.");
    }
  }
  require_valid_definition(api, "Auth configuration");
  SwaggerDocument document(api.definition);
  for (const auto& [type, response] : responses.items()) {
    document.add_gateway_response(type, gateway_response(api, type, response));
  }
  api.definition = document.take();
}

void write_models(RestApi& api) {
  const Json& models = api["Models"];
  if (!truthy(models)) return;
  require_definition(api, "Models");
  require_valid_definition(api, "Models definitions");
  if (!std::ranges::all_of(models, a_map)) api.refuse("Invalid value for 'Models' property");
  SwaggerDocument document(api.definition);
  document.add_models(models);
  api.definition = openapi_3_form(document.take(), api["OpenApiVersion"]);
}

}  // namespace

void write_definition(RestApi& api) {
  write_cors(api);
  write_auth(api);
  write_gateway_responses(api);
  if (truthy(api["BinaryMediaTypes"]) && truthy(api.definition)) {
    SwaggerDocument document(api.definition);
    document.set_binary_media_types(api["BinaryMediaTypes"]);
    api.definition = document.take();
  }
  write_models(api);
  if (api["DisableExecuteApiEndpoint"].is_null()) return;
  if (!truthy(api.definition)) {
    api.refuse("DisableExecuteApiEndpoint works only within 'DefinitionBody' property.");
  }
  SwaggerDocument document(api.definition);
  document.disable_execute_api_endpoint(api["DisableExecuteApiEndpoint"]);
  api.definition = document.take();
}

Resources authorizer_permissions(const RestApi& api) {
  Resources made;
  Json without_default = api.auth;
  if (without_default.is_object()) without_default.erase("DefaultAuthorizer");
  const std::string& partition = api.context.settings.partition;
  for (const auto& [name, authorizer] : rest_authorizers(api.id(), without_default, partition)) {
    if (authorizer.function_arn.is_null()) continue;
    Resource permission = make_resource(api.id() + name + "AuthorizerPermission", "AWS::Lambda::Permission",
                                        api.declared.passed_on());
    permission["Action"] = "lambda:InvokeFunction";
    permission["FunctionName"] = authorizer.function_arn;
    permission["Principal"] = "apigateway.amazonaws.com";
    permission["SourceArn"] =
        sub("arn:" + partition + ":execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*",
            {{"__ApiId__", reference(api.id())}});
    made.push_back(std::move(permission));
  }
  return made;
}

}  // namespace cloche::deploy::sam
