#include "fakes/apigateway/openapi.h"

#include <fmt/core.h>

#include <array>
#include <nlohmann/json.hpp>

#include "fakes/apigateway/errors.h"
#include "fakes/wire/http_message.h"

namespace cloche::apigateway {

namespace {

struct MethodKey {
  const char* key;
  const char* name;
};
constexpr std::array method_keys{
    MethodKey{"delete", "DELETE"}, MethodKey{"get", "GET"},
    MethodKey{"head", "HEAD"},     MethodKey{"options", "OPTIONS"},
    MethodKey{"patch", "PATCH"},   MethodKey{"post", "POST"},
    MethodKey{"put", "PUT"},       MethodKey{"x-amazon-apigateway-any-method", "ANY"}};

// A member of an object; null where it is not there.
const Json& member(const Json& object, const std::string& name) {
  static const Json none;
  if (!object.is_object()) return none;
  const auto found = object.find(name);
  return found == object.end() ? none : *found;
}

std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_null() ? std::string() : value.dump();
}

// The members of an object, each as text: YAML makes numbers of what is meant as text.
Json texts_of(const Json& object) {
  Json texts = Json::object();
  for (const auto& [name, value] : object.items()) texts[name] = text_of(value);
  return texts;
}

// The elements of a list, likewise.
Json text_list_of(const Json& list) {
  Json texts = Json::array();
  for (const Json& element : list) texts.push_back(text_of(element));
  return texts;
}

// "#/definitions/Pet", "#/components/schemas/Pet"
std::string name_in_reference(const std::string& reference) {
  return reference.substr(reference.rfind('/') + 1);
}

class Reader {
 public:
  Reader(const Json& definition, std::string prefix) : definition_(definition), prefix_(std::move(prefix)) {
    is_3_ = definition.contains("openapi");
  }

  ImportedApi read() {
    read_settings();
    read_models();
    read_gateway_responses();
    for (const auto& [path, item] : member(definition_, "paths").items()) read_path(path, item);
    for (const char* extension :
         {"x-amazon-apigateway-documentation", "x-amazon-apigateway-request-validators"}) {
      if (definition_.contains(extension))
        api_.not_applied.push_back(fmt::format("{} is ignored", extension));
    }
    return std::move(api_);
  }

 private:
  void read_settings();
  void read_models();
  void read_gateway_responses();
  void read_path(std::string path, const Json& item);
  ImportedMethod read_method(const char* name, const Json& operation, const Json& shared_parameters);
  void read_security(const Json& operation, Json& method) const;
  void read_parameters(const Json& parameters, const Json& operation, Json& method) const;
  void read_responses(const Json& operation, Json& method) const;
  void read_integration(const Json& extension, ImportedMethod& method) const;
  const Json& resolved(const Json& value) const;
  std::string model_of(const Json& schema) const;

  const Json& definition_;
  std::string prefix_;  // before each path
  bool is_3_ = false;
  ImportedApi api_;
};

// What a local reference means.
const Json& Reader::resolved(const Json& value) const {
  const Json& reference = member(value, "$ref");
  if (!reference.is_string()) return value;
  const std::string text = reference.get<std::string>();
  if (!text.starts_with("#/")) return value;
  try {
    return definition_.at(Json::json_pointer(text.substr(1)));
  } catch (const Json::exception&) {
    throw bad_request(
        fmt::format("Errors found during import:\n\tUnable to resolve reference {}", text));  // assumed
  }
}

std::string Reader::model_of(const Json& schema) const {
  const Json& reference = member(schema, "$ref");
  return reference.is_string() ? name_in_reference(reference.get<std::string>()) : std::string();
}

void Reader::read_settings() {
  Json& settings = api_.settings;
  const Json& info = member(definition_, "info");
  settings["name"] = text_of(member(info, "title"));
  if (info.contains("description")) settings["description"] = text_of(info["description"]);
  if (info.contains("version")) settings["version"] = text_of(info["version"]);
  if (const Json& types = member(definition_, "x-amazon-apigateway-binary-media-types"); types.is_array())
    settings["binaryMediaTypes"] = text_list_of(types);
  if (const Json& size = member(definition_, "x-amazon-apigateway-minimum-compression-size");
      size.is_number_integer())
    settings["minimumCompressionSize"] = size;
  if (const Json& source = member(definition_, "x-amazon-apigateway-api-key-source"); source.is_string())
    settings["apiKeySource"] = source;
  if (const Json& policy = member(definition_, "x-amazon-apigateway-policy"); !policy.is_null())
    settings["policy"] = text_of(policy);
  // OpenAPI 3 has it within a server.
  const Json* endpoint = &member(definition_, "x-amazon-apigateway-endpoint-configuration");
  for (const Json& server : member(definition_, "servers")) {
    if (endpoint->is_null()) endpoint = &member(server, "x-amazon-apigateway-endpoint-configuration");
  }
  if (const Json& disabled = member(*endpoint, "disableExecuteApiEndpoint"); disabled.is_boolean())
    settings["disableExecuteApiEndpoint"] = disabled;
  if (const Json& ids = member(*endpoint, "vpcEndpointIds"); ids.is_array())
    settings["endpointConfiguration"]["vpcEndpointIds"] = text_list_of(ids);
}

void Reader::read_models() {
  const Json& schemas =
      is_3_ ? member(member(definition_, "components"), "schemas") : member(definition_, "definitions");
  for (const auto& [name, schema] : schemas.items())
    api_.models.push_back({name, text_of(member(schema, "description")), schema.dump()});
}

void Reader::read_gateway_responses() {
  for (const auto& [type, response] : member(definition_, "x-amazon-apigateway-gateway-responses").items()) {
    Json document = Json::object();
    if (const Json& status = member(response, "statusCode"); !status.is_null())
      document["statusCode"] = text_of(status);
    for (const char* name : {"responseParameters", "responseTemplates"}) {
      if (const Json& value = member(response, name); value.is_object()) document[name] = texts_of(value);
    }
    api_.gateway_responses[type] = std::move(document);
  }
}

void Reader::read_path(std::string path, const Json& item) {
  if (path.starts_with("x-")) return;
  if (!path.starts_with('/')) path = "/" + path;
  path = prefix_ + path;
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  ImportedPath imported{path, {}};
  for (const MethodKey& known : method_keys) {
    const Json& operation = member(item, known.key);
    if (operation.is_object())
      imported.methods.push_back(read_method(known.name, operation, member(item, "parameters")));
  }
  api_.paths.push_back(std::move(imported));
}

ImportedMethod Reader::read_method(const char* name, const Json& operation, const Json& shared_parameters) {
  ImportedMethod method{
      name, {{"httpMethod", name}, {"authorizationType", "NONE"}, {"apiKeyRequired", false}}, {}, {}};
  read_security(operation, method.document);
  if (const Json& id = member(operation, "operationId"); id.is_string())
    method.document["operationName"] = id;
  read_parameters(shared_parameters, operation, method.document);
  read_parameters(member(operation, "parameters"), operation, method.document);
  for (const auto& [type, content] : member(resolved(member(operation, "requestBody")), "content").items()) {
    const std::string model = model_of(member(content, "schema"));
    if (!model.empty()) method.document["requestModels"][type] = model;
  }
  read_responses(operation, method.document);
  read_integration(member(operation, "x-amazon-apigateway-integration"), method);
  if (operation.contains("x-amazon-apigateway-request-validator"))
    api_.not_applied.push_back(fmt::format("x-amazon-apigateway-request-validator of {} is ignored", name));
  return method;
}

void Reader::read_security(const Json& operation, Json& method) const {
  if (const Json& type = member(member(operation, "x-amazon-apigateway-auth"), "type"); type.is_string())
    method["authorizationType"] = wire::upper_case(type.get_ref<const std::string&>());
  const Json& schemes = is_3_ ? member(member(definition_, "components"), "securitySchemes")
                              : member(definition_, "securityDefinitions");
  const Json& security =
      operation.contains("security") ? operation["security"] : member(definition_, "security");
  for (const Json& requirement : security) {
    for (const auto& [name, scopes] : requirement.items()) {
      const Json& scheme = member(schemes, name);
      const std::string type = text_of(member(scheme, "x-amazon-apigateway-authtype"));
      if (type == "awsSigv4") {
        method["authorizationType"] = "AWS_IAM";
      } else if (type == "cognito_user_pools") {
        method["authorizationType"] = "COGNITO_USER_POOLS";
        if (scopes.is_array() && !scopes.empty()) method["authorizationScopes"] = text_list_of(scopes);
      } else if (scheme.contains("x-amazon-apigateway-authorizer")) {
        method["authorizationType"] = "CUSTOM";
      } else if (text_of(member(scheme, "type")) == "apiKey") {
        method["apiKeyRequired"] = true;
      }
    }
  }
}

void Reader::read_parameters(const Json& parameters, const Json& operation, Json& method) const {
  for (const Json& given : parameters) {
    const Json& parameter = resolved(given);
    const std::string place = text_of(member(parameter, "in"));
    const std::string name = text_of(member(parameter, "name"));
    const bool required = member(parameter, "required") == true;
    if (place == "query" || place == "header" || place == "path") {
      const char* const in_place = place == "query" ? "querystring" : place.c_str();
      method["requestParameters"][fmt::format("method.request.{}.{}", in_place, name)] = required;
    } else if (place == "body") {
      const std::string model = model_of(member(parameter, "schema"));
      if (model.empty()) continue;
      const Json& own = member(operation, "consumes");
      const Json& types = own.is_array() ? own : member(definition_, "consumes");
      method["requestModels"]
            [types.is_array() && !types.empty() ? text_of(types.at(0)) : "application/json"] = model;
    }
  }
}

void Reader::read_responses(const Json& operation, Json& method) const {
  for (const auto& [status, given] : member(operation, "responses").items()) {
    if (status.size() != 3 || status.find_first_not_of("0123456789") != std::string::npos)
      continue;  // "default"
    const Json& response = resolved(given);
    Json document{{"statusCode", status}};
    for (const auto& [header, schema] : member(response, "headers").items())
      document["responseParameters"]["method.response.header." + header] = false;
    if (const std::string model = model_of(member(response, "schema")); !model.empty())
      document["responseModels"]["application/json"] = model;
    for (const auto& [type, content] : member(response, "content").items()) {
      if (const std::string model = model_of(member(content, "schema")); !model.empty())
        document["responseModels"][type] = model;
    }
    method["methodResponses"][status] = std::move(document);
  }
}

void Reader::read_integration(const Json& extension, ImportedMethod& method) const {
  if (!extension.is_object()) return;
  Json integration = Json::object();
  integration["type"] = wire::upper_case(text_of(member(extension, "type")));
  for (const char* name : {"uri", "credentials", "connectionId", "cacheNamespace"}) {
    if (const Json& value = member(extension, name); value.is_string()) integration[name] = value;
  }
  for (const char* name : {"httpMethod", "passthroughBehavior", "contentHandling", "connectionType"}) {
    if (const Json& value = member(extension, name); value.is_string())
      integration[name] = wire::upper_case(value.get_ref<const std::string&>());
  }
  for (const char* name : {"requestParameters", "requestTemplates"}) {
    if (const Json& value = member(extension, name); value.is_object()) integration[name] = texts_of(value);
  }
  if (const Json& skip = member(member(extension, "tlsConfig"), "insecureSkipVerification");
      skip.is_boolean())
    integration["tlsConfig"]["insecureSkipVerification"] = skip;
  if (const Json& keys = member(extension, "cacheKeyParameters"); keys.is_array())
    integration["cacheKeyParameters"] = text_list_of(keys);
  if (const Json& timeout = member(extension, "timeoutInMillis"); timeout.is_number_integer())
    integration["timeoutInMillis"] = timeout;
  method.integration = std::move(integration);
  for (const auto& [pattern, response] : member(extension, "responses").items()) {
    Json document{{"statusCode", text_of(member(response, "statusCode"))}};
    if (pattern != "default") document["selectionPattern"] = pattern;
    for (const char* name : {"responseParameters", "responseTemplates"}) {
      if (const Json& value = member(response, name); value.is_object()) document[name] = texts_of(value);
    }
    if (const Json& handling = member(response, "contentHandling"); handling.is_string())
      document["contentHandling"] = wire::upper_case(handling.get_ref<const std::string&>());
    method.responses.push_back(std::move(document));
  }
}

// The base path as the definition says it: "/v1".
std::string base_path_of(const Json& definition) {
  if (!definition.contains("openapi")) return text_of(member(definition, "basePath"));
  const Json& servers = member(definition, "servers");
  if (!servers.is_array() || servers.empty()) return "";
  if (const Json& variable = member(member(servers.at(0), "variables"), "basePath"); variable.is_object()) {
    return text_of(member(variable, "default"));
  }
  const std::string url = text_of(member(servers.at(0), "url"));
  const std::size_t host = url.find("://");
  const std::size_t path = url.find('/', host == std::string::npos ? 0 : host + 3);
  return path == std::string::npos ? "" : url.substr(path);
}

std::string prefix_of(const Json& definition, const std::string& mode) {
  std::string path = mode == "prepend" || mode == "split" ? base_path_of(definition) : "";
  while (path.ends_with('/')) path.pop_back();
  if (!path.empty() && !path.starts_with('/')) path = "/" + path;
  if (mode == "split") path = path.find('/', 1) == std::string::npos ? "" : path.substr(path.find('/', 1));
  return path;
}

Json parse_definition(const std::string& text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start != std::string::npos && text[start] != '{') throw not_emulated("An API definition in YAML");
  try {
    return parse_json(text);
  } catch (const JsonSyntaxError&) {
    throw bad_request("Invalid OpenAPI input.");
  }
}

}  // namespace

ImportedApi read_openapi(const std::string& text, const std::string& base_path) {
  const Json definition = parse_definition(text);
  const bool known = text_of(member(definition, "swagger")) == "2.0" ||
                     text_of(member(definition, "openapi")).starts_with("3.0");
  if (!known || !member(definition, "info").is_object()) throw bad_request("Invalid OpenAPI input.");
  return Reader(definition, prefix_of(definition, base_path)).read();
}

}  // namespace cloche::apigateway
