#include "emulator/deploy/sam/swagger_document.h"

#include <array>

#include "emulator/deploy/replaced.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/python_order.h"
#include "emulator/deploy/sam/resource_policy.h"
#include "emulator/deploy/sam/values.h"
#include "fakes/wire/http_message.h"

namespace cloche::deploy::sam {

namespace {

constexpr const char* policy_key = "x-amazon-apigateway-policy";
constexpr const char* gateway_responses_key = "x-amazon-apigateway-gateway-responses";
constexpr const char* validators_key = "x-amazon-apigateway-request-validators";

Json or_object(const Json& value) { return truthy(value) ? value : Json::object(); }

/// Sets what lies two steps down; `what` names the document in the message.
void set_endpoint_disabled(Json& document, const Json& disabled, const std::string& what) {
  constexpr const char* configuration = "x-amazon-apigateway-endpoint-configuration";
  if (!document.is_object()) refuse_document(what + ": It should be a map.");
  Json& endpoint = document.emplace(configuration, Json::object()).first.value();
  if (!endpoint.is_object()) {
    refuse_document(what + ": The value of '" + configuration + "' should be a map.");
  }
  endpoint["disableExecuteApiEndpoint"] = disabled;
}

Json without_pointer_escapes(const Json& value) {
  if (value.is_string()) return replaced(value.get<std::string>(), "~1", "/");
  Json made = value;
  if (value.is_array()) {
    for (Json& element : made) element = without_pointer_escapes(element);
  } else if (value.is_object()) {
    made = Json::object();
    for (const auto& [name, part] : value.items())
      made[replaced(name, "~1", "/")] = without_pointer_escapes(part);
  }
  return made;
}

}  // namespace

SwaggerDocument::SwaggerDocument(const Json& definition) : ApiDocument(definition) {
  if (!is_valid(definition)) {
    refuse_document(
        "Invalid Swagger document or the Swagger document is not explicitly defined in 'DefinitionBody'.");
  }
  security_ = or_object(member(document_, "securityDefinitions"));
  gateway_responses_ = or_object(member(document_, gateway_responses_key));
  policy_ = or_object(member(document_, policy_key));
  models_ = or_object(member(document_, "definitions"));
  for (const std::string& path : paths()) {
    for_path(path, [](Json& /*item*/) {});
  }
}

Json SwaggerDocument::skeleton() {
  return {{"swagger", "2.0"},
          {"info", {{"version", "1.0"}, {"title", reference("AWS::StackName")}}},
          {"paths", Json::object()}};
}

bool SwaggerDocument::is_valid(const Json& definition) {
  if (!definition.is_object() || !member(definition, "paths").is_object()) return false;
  if (truthy(member(definition, "swagger"))) return true;
  const Json& version = member(definition, "openapi");
  return truthy(version) && is_openapi_3(version);
}

Json SwaggerDocument::take() {
  if (truthy(security_)) document_["securityDefinitions"] = security_;
  if (truthy(gateway_responses_)) document_[gateway_responses_key] = gateway_responses_;
  if (truthy(models_)) document_["definitions"] = models_;
  return std::move(document_);
}

Json SwaggerDocument::method_definition(const std::string& path, const std::string& method) const {
  return document_["paths"][path][normalized_method(method)];
}

void SwaggerDocument::add_lambda_integration(const std::string& path, const std::string& method,
                                             const Json& uri, const Json& method_auth, const Json& api_auth,
                                             const Json& condition, const Json& transfer_mode,
                                             const std::string& partition) {
  const std::string name = normalized_method(method);
  if (has_integration(path, name)) {
    refuse_document("Lambda integration already exists on Path=" + path + ", Method=" + name);
  }
  add_path(path, name);
  Json integration = {{"type", "aws_proxy"},
                      {"httpMethod", "POST"},
                      {"uri", truthy(condition) ? conditional(text_of(condition), uri) : uri}};
  if (transfer_mode == "RESPONSE_STREAM") integration["responseTransferMode"] = "STREAM";
  const bool signed_by_caller = member(method_auth, "Authorizer") == "AWS_IAM" ||
                                (member(api_auth, "DefaultAuthorizer") == "AWS_IAM" && !truthy(method_auth));
  if (signed_by_caller) {
    const auto role_in = [](const Json& auth) -> Json {
      const Json& role = member(auth, "InvokeRole");
      return !truthy(role) && auth.is_object() && auth.contains("InvokeRole") ? Json("NONE") : role;
    };
    Json role = role_in(method_auth);
    if (!truthy(role)) role = role_in(api_auth);
    if (!truthy(role) || role == "CALLER_CREDENTIALS") role = "arn:" + partition + ":iam::*:user/*";
    if (role != "NONE") integration["credentials"] = role;
  }
  for_path(path, [&](Json& item) {
    Json& definition = item[name];
    require_method_object(definition, path, name);
    definition[integration_key] = integration;
    definition.emplace("responses", Json::object());
    if (truthy(condition)) definition = conditional(text_of(condition), std::move(definition));
  });
}

void SwaggerDocument::add_state_machine_integration(const std::string& path, const std::string& method,
                                                    const Json& uri, const Json& credentials,
                                                    const Json& request_templates, const Json& condition) {
  const std::string name = normalized_method(method);
  if (has_integration(path, name)) {
    refuse_document("Integration already exists on Path=" + path + ", Method=" + name);
  }
  add_path(path, name);
  Json integration = {{"type", "aws"},
                      {"httpMethod", "POST"},
                      {"uri", truthy(condition) ? conditional(text_of(condition), uri) : uri},
                      {"responses", {{"200", {{"statusCode", "200"}}}, {"400", {{"statusCode", "400"}}}}},
                      {"credentials", credentials}};
  if (truthy(request_templates)) integration["requestTemplates"] = request_templates;
  for_path(path, [&](Json& item) {
    Json& definition = item[name];
    require_method_object(definition, path, name);
    definition[integration_key] = integration;
    definition.emplace("responses",
                       Json{{"200", {{"description", "OK"}}}, {"400", {{"description", "Bad Request"}}}});
    if (truthy(condition)) definition = conditional(text_of(condition), std::move(definition));
  });
}

void SwaggerDocument::set_binary_media_types(const Json& types) {
  document_["x-amazon-apigateway-binary-media-types"] = without_pointer_escapes(types);
}

void SwaggerDocument::disable_execute_api_endpoint(const Json& disabled) {
  const Json& version = member(document_, "openapi");
  if (!truthy(version) || !is_openapi_3(version)) {
    set_endpoint_disabled(document_, disabled, "Invalid OpenAPI definition");
    return;
  }
  Json& servers = document_.emplace("servers", Json::array({Json::object()})).first.value();
  for (std::size_t i = 0; i < servers.size() && servers.is_array(); ++i) {
    set_endpoint_disabled(servers[i], disabled,
                          "Invalid OpenAPI definition of 'servers[" + std::to_string(i) + "]'");
  }
}

void SwaggerDocument::add_models(const Json& models) {
  for (const auto& [name, schema] : models.items()) {
    if (!truthy(member(schema, "type"))) refuse_document("'Models' schema is missing 'type'.");
    models_[normalized_method(name)] = schema;
  }
}

void SwaggerDocument::add_gateway_response(const std::string& type, Json response) {
  gateway_responses_[type] = std::move(response);
}

void SwaggerDocument::add_request_validator(const std::string& path, const std::string& method, bool body,
                                            bool parameters) {
  const char* name = body && parameters ? "body-and-params"
                     : body             ? "body-only"
                     : parameters       ? "params-only"
                                        : "no-validation";
  Json& validators = document_[validators_key];
  if (!truthy(validators)) validators = Json::object();
  if (!truthy(member(validators, name))) {
    validators[name] = {{"validateRequestBody", body}, {"validateRequestParameters", parameters}};
  }
  for_method(path, method,
             [&](Json& definition) { definition["x-amazon-apigateway-request-validator"] = name; });
}

void SwaggerDocument::add_request_model(const std::string& path, const std::string& method,
                                        const Json& request_model) {
  const std::string name = normalized_method(text_of(member(request_model, "Model")));
  const Json& required = member(request_model, "Required");
  for_method(path, method, [&](Json& definition) {
    if (!member(document_, "swagger").is_null()) {
      Json parameter = {{"in", "body"}, {"name", name}, {"schema", {{"$ref", "#/definitions/" + name}}}};
      if (!required.is_null()) parameter["required"] = required;
      definition["parameters"].push_back(std::move(parameter));
    } else if (is_openapi_3(member(document_, "openapi"))) {
      Json& body = definition["requestBody"];
      body = {{"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/" + name}}}}}}}};
      if (!required.is_null()) body["required"] = required;
    }
  });
}

void SwaggerDocument::add_request_parameters(const std::string& path, const std::string& method,
                                             const std::vector<RequestParameter>& parameters) {
  for_method(path, method, [&](Json& definition) {
    Json& existing = definition["parameters"];
    if (!existing.is_array()) existing = Json::array();
    for (const RequestParameter& parameter : parameters) {
      const std::string place = parameter.name.substr(std::string_view("method.request.").size());
      const std::size_t dot = place.find('.');
      const std::string location = place.substr(0, dot);
      existing.push_back({{"in", location == "querystring" ? "query" : location},
                          {"name", place.substr(dot + 1)},
                          {"required", parameter.required},
                          {"type", "string"}});
      if (truthy(parameter.caching)) {
        Json& keys = definition[integration_key]["cacheKeyParameters"];
        keys.push_back(parameter.name);
      }
    }
  });
}

void SwaggerDocument::add_resource_policy(const Json& policy, const std::string& path, const Json& stage) {
  if (policy.is_null()) return;
  require_object(policy, "Resource Policy is not a valid dictionary.");
  std::vector<std::string> methods;
  for_path(path, [&](Json& item) {
    for (const auto& [name, definition] : item.items()) methods.push_back(name);
  });
  Json resources = Json::array();
  for (const std::string& method : python_order(methods)) {
    const std::string name = normalized_method(method) == any_method ? "*" : wire::upper_case(method);
    std::string in_arn = path_in_arn(path, true);
    if (path.size() > 1 && path.ends_with('/')) in_arn += '/';  // this one keeps it
    resources.push_back(sub("execute-api:/${__Stage__}/" + name + in_arn, {{"__Stage__", stage}}));
  }
  extend_resource_policy(policy_, policy, resources);
  document_[policy_key] = policy_;
}

void SwaggerDocument::add_custom_statements(const Json& statements) {
  add_policy_statements(policy_, statements);
  document_[policy_key] = policy_;
}

}  // namespace cloche::deploy::sam
