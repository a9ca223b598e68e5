#include "emulator/deploy/sam/openapi_document.h"

#include <algorithm>
#include <array>

#include "emulator/deploy/replaced.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr const char* cors_key = "x-amazon-apigateway-cors";
constexpr const char* endpoint_key = "x-amazon-apigateway-endpoint-configuration";
constexpr const char* tag_value_key = "x-amazon-apigateway-tag-value";

/// The names of the functions whose ARN the text of an Fn::Sub has.
std::string first_function_in(const std::string& text) {
  const std::size_t end = text.find(".Arn");
  if (end == std::string::npos) return "";
  std::size_t start = end;
  while (start > 0 && std::isalnum(static_cast<unsigned char>(text[start - 1])) != 0) --start;
  return text.substr(start, end - start);
}

}  // namespace

OpenApiDocument::OpenApiDocument(const Json& definition) : ApiDocument(definition) {
  if (!is_valid(definition)) {
    refuse_document(
        "Invalid OpenApi document. Invalid values or missing keys for 'openapi' or 'paths' in "
        "'DefinitionBody'.");
  }
  try {
    const Json& schemes = at_path(document_, {"components", "securitySchemes"});
    security_schemes_ = truthy(schemes) ? schemes : Json::object();
  } catch (const DeepPathError& error) {
    refuse_document("Invalid OpenApi document: " + error.message);
  }
  tags_ = truthy(member(document_, "tags")) ? document_["tags"] : Json::array();
  info_ = truthy(member(document_, "info")) ? document_["info"] : Json::object();
}

Json OpenApiDocument::default_title() { return reference("AWS::StackName"); }

Json OpenApiDocument::skeleton() {
  return {{"openapi", "3.0.1"},
          {"info", {{"version", "1.0"}, {"title", default_title()}}},
          {"paths", Json::object()}};
}

bool OpenApiDocument::is_valid(const Json& definition) {
  const Json& version = member(definition, "openapi");
  return member(definition, "paths").is_object() && truthy(version) && is_openapi_3(version);
}

Json OpenApiDocument::take() {
  if (truthy(tags_)) document_["tags"] = tags_;
  if (truthy(security_schemes_)) {
    Json& components = document_["components"];
    if (!truthy(components)) components = Json::object();
    components["securitySchemes"] = security_schemes_;
  }
  if (truthy(info_)) document_["info"] = info_;
  return std::move(document_);
}

void OpenApiDocument::add_lambda_integration(const std::string& path, const std::string& method,
                                             const Json& uri, const Json& condition) {
  const std::string name = normalized_method(method);
  if (has_integration(path, name)) return;
  add_path(path, name);
  for_path(path, [&](Json& item) {
    Json& definition = item[name];
    if (definition.is_null()) definition = Json::object();
    require_method_object(definition, path, name);
    definition[integration_key] = {{"type", "aws_proxy"},
                                   {"httpMethod", "POST"},
                                   {"payloadFormatVersion", "2.0"},
                                   {"uri", truthy(condition) ? conditional(text_of(condition), uri) : uri}};
    if (path == default_path && name == any_method) definition["isDefaultRoute"] = true;
    definition.emplace("responses", Json::object());
    if (truthy(condition)) definition = conditional(text_of(condition), std::move(definition));
  });
}

bool OpenApiDocument::invokes(const std::string& path, const std::string& method,
                              const std::string& function) {
  if (!has_integration(path, method)) return false;
  bool all = true;
  for_method(
      path, method,
      [&](Json& definition) {
        const Json& integration = member(definition, integration_key);
        if (!integration.is_null()) {
          require_object(integration, std::string("Value of '") + integration_key +
                                          "' must be a dictionary according to Swagger spec.");
        }
        const Json& uri = member(integration, "uri");
        if (!uri.is_object()) {
          all = false;
          return;
        }
        for (const Json* branch : branches(uri)) {
          all = all && first_function_in(text_of(member(*branch, "Fn::Sub"))) == function;
        }
      },
      true);
  return all;
}

void OpenApiDocument::add_path_parameters(const std::string& path, const std::string& method) {
  std::vector<std::string> names;
  for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
    const std::size_t end = path.find('}', at);
    if (end == std::string::npos) break;
    names.push_back(path.substr(at + 1, end - at - 1));
  }
  if (names.empty()) return;
  for_method(path, method, [&](Json& definition) {
    Json& parameters = definition.emplace("parameters", Json::array()).first.value();
    for (const std::string& name : names) {
      const auto existing =
          std::ranges::find_if(parameters, [&](const Json& other) { return member(other, "name") == name; });
      Json& parameter =
          existing == parameters.end() ? parameters.emplace_back(Json{{"name", name}}) : *existing;
      parameter["in"] = "path";
      parameter["required"] = true;
    }
  });
}

void OpenApiDocument::set_payload_format_version(const std::string& path, const std::string& method,
                                                 const Json& version) {
  for_method(path, method,
             [&](Json& definition) { definition[integration_key]["payloadFormatVersion"] = version; });
}

void OpenApiDocument::set_default_authorizer(const std::string& path, const std::string& authorizer,
                                             const Json& scopes) {
  for_path(path, [&](Json& item) {
    for (auto& [name, method] : item.items()) {
      const std::string normalized = normalized_method(name);
      if (normalized == "parameters" || normalized == "options") continue;
      if (!item.contains(normalized)) {
        refuse_document("Could not find " + normalized + " in " + path + " within DefinitionBody.");
      }
      for (Json* definition : branches(method)) {
        require_method_object(*definition, path, name);
        if (!truthy(member(*definition, integration_key)) || truthy(member(*definition, "security")))
          continue;
        (*definition)["security"] = Json::array({{{authorizer, scopes}}});
      }
    }
  });
}

void OpenApiDocument::add_auth(const std::string& path, const std::string& method, const Json& auth,
                               const Json& api_auth) {
  const Json& chosen = member(auth, "Authorizer");
  if (!truthy(chosen)) return;
  const std::string authorizer = shown(chosen);
  const Json& scopes = member(auth, "AuthorizationScopes");
  for_method(path, method, [&](Json& definition) {
    Json own = Json::array();
    if (authorizer != "NONE" && authorizer != "AWS_IAM") {
      const Json& defined = member(member(api_auth, "Authorizers"), authorizer);
      if (!defined.is_null() && !defined.is_object()) {
        refuse_document("Type of authorizer '" + authorizer + "' must be a dictionary");
      }
      const Json& wanted = truthy(scopes) ? scopes : member(defined, "AuthorizationScopes");
      if (truthy(defined) && truthy(wanted)) own = wanted;
    }
    Json security = security_of(definition, path, method);
    security.push_back({{authorizer, std::move(own)}});
    definition["security"] = std::move(security);
  });
}

void OpenApiDocument::add_tags(const Json& tags) {
  for (const auto& [name, value] : tags.items()) {
    if (!tags_.is_array()) {
      const char* kind = tags_.is_object() ? "Py27Dict" : tags_.is_string() ? "Py27UniStr" : "value";
      refuse_document("Tags in OpenApi DefinitionBody needs to be a list. " + shown(tags_) + " is a " + kind +
                      " not a list.");
    }
    const auto existing = std::ranges::find_if(
        tags_, [&wanted = name](const Json& other) { return member(other, "name") == wanted; });
    Json& tag = existing == tags_.end() ? tags_.emplace_back(Json{{"name", name}}) : *existing;
    tag[tag_value_key] = value;
  }
}

void OpenApiDocument::disable_execute_api_endpoint(const Json& disabled) {
  Json& servers = document_.emplace("servers", Json::array({Json::object()})).first.value();
  for (Json& server : servers) {
    require_object(server, "Value of 'servers' item must be a dictionary according to Swagger spec.");
    server[endpoint_key]["disableExecuteApiEndpoint"] = disabled;
  }
}

void OpenApiDocument::add_cors(const Json& cors) {
  static constexpr std::array<std::pair<const char*, const char*>, 4> lists = {
      {{"AllowOrigins", "allowOrigins"},
       {"AllowHeaders", "allowHeaders"},
       {"AllowMethods", "allowMethods"},
       {"ExposeHeaders", "exposeHeaders"}}};
  Json& configuration = document_.emplace(cors_key, Json::object()).first.value();
  require_object(configuration,
                 std::string("Value of '") + cors_key + "' must be a dictionary according to Swagger spec.");
  const Json& origins = member(cors, "AllowOrigins");
  if (is_intrinsic(origins)) {
    std::string text = origins.dump();
    for (const auto& [property, key] : lists) text = replaced(text, property, key);
    text = replaced(replaced(text, "MaxAge", "maxAge"), "AllowCredentials", "allowCredentials");
    configuration.update(Json::parse(text));
    return;
  }
  for (const auto& [property, key] : lists) {
    if (truthy(member(cors, property))) configuration[key] = cors[property];
  }
  if (!member(cors, "MaxAge").is_null()) configuration["maxAge"] = cors["MaxAge"];
  if (member(cors, "AllowCredentials") == true) configuration["allowCredentials"] = true;
}

void OpenApiDocument::set_description(const Json& description) {
  if (!truthy(member(info_, "description"))) info_["description"] = description;
}

}  // namespace cloche::deploy::sam
