#include "fakes/apigateway/rest_api.h"

#include <fmt/core.h>

#include <map>

#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/tags.h"

namespace cloche::apigateway {

namespace {

constexpr std::int64_t largest_compression_size = 10485760;

// Every API has these two, seen in the answers of the real service.
constexpr const char* empty_schema =
    "{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Empty Schema\",\n"
    "  \"type\" : \"object\"\n}";
constexpr const char* error_schema =
    "{\n  \"$schema\" : \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \"Error Schema\",\n"
    "  \"type\" : \"object\",\n  \"properties\" : {\n    \"message\" : { \"type\" : \"string\" }\n  }\n}";

void add_model(Store& store, std::string_view api, const char* name, const char* description,
               const char* schema) {
  store.save_model(api, {name,
                         {{"id", store.account().ids().lower_alphanumeric(6)},
                          {"description", description},
                          {"schema", schema},
                          {"contentType", "application/json"}}});
}

// Of a resource policy only the form is looked at. The words are those that API Gateway has for all that is
// wrong with one.
void check_policy(const std::string& policy) {
  if (policy.empty() || (is_json(policy) && policy[policy.find_first_not_of(" \t\r\n")] == '{')) return;
  throw bad_request(
      "Invalid policy document. Please check the policy syntax and ensure that Principals are valid.");
}

}  // namespace

RestApi existing_api(Store& store, std::string_view id) {
  auto api = store.find_api(id);
  if (!api) throw api_not_found(store.account().number(), id);
  return *std::move(api);
}

void complete_api(Json& document) {
  document.emplace("apiKeySource", "HEADER");
  document.emplace("disableExecuteApiEndpoint", false);
  Json& endpoint = document["endpointConfiguration"];
  if (!endpoint.is_object()) endpoint = Json::object();
  Json& types = endpoint["types"];
  if (!types.is_array() || types.empty()) types = Json::array({"EDGE"});
  endpoint.emplace("ipAddressType", types.at(0) == "PRIVATE" ? "dualstack" : "ipv4");
  check_api(document);
}

void check_api(const Json& document) {
  if (document.value("name", "").empty()) throw bad_request("Invalid name specified");  // assumed: the words
  const Json& endpoint = document.at("endpointConfiguration");
  const Json& types = endpoint.at("types");
  if (types.size() > 1) throw bad_request("Cannot create an api with multiple Endpoint Types.");
  const std::string type = types.at(0);
  if (type != "EDGE" && type != "REGIONAL" && type != "PRIVATE") {
    throw bad_request("Invalid endpoint type specified: " + type);  // assumed: the words
  }
  if (type != "PRIVATE" && endpoint.contains("vpcEndpointIds") && !endpoint.at("vpcEndpointIds").empty()) {
    throw bad_request("Only Private APIs can have vpcEndpointIds");  // assumed: the words
  }
  check_policy(document.value("policy", ""));
  const std::string key_source = document.value("apiKeySource", "HEADER");
  if (key_source != "HEADER" && key_source != "AUTHORIZER")  // assumed: the words
    throw bad_request(fmt::format(
        "Invalid API key source specified: {}. Must be one of: [HEADER, AUTHORIZER]", key_source));
  if (const auto size = document.find("minimumCompressionSize"); size != document.end()) {
    if (*size < 0 || *size > largest_compression_size)
      throw bad_request("Invalid minimum compression size, must be between 0 to 10485760");
  }
}

void report_api_settings(wire::Call& call, const Json& document) {
  if (document.contains("minimumCompressionSize"))
    call.report_unsupported("minimumCompressionSize is stored, and nothing is compressed");
  if (!document.value("policy", "").empty())
    call.report_unsupported("policy, the API's resource policy, is stored and not applied");
  if (document.value("apiKeySource", "HEADER") != "HEADER")
    call.report_unsupported("apiKeySource is stored and not applied");
  if (document.at("endpointConfiguration").at("types").at(0) == "PRIVATE")
    call.report_unsupported("endpointConfiguration: a private API is served to everyone");
}

RestApi add_api(Store& store, Json document) {
  if (const auto tags = document.find("tags"); tags != document.end()) check_tags(*tags);
  Account& account = store.account();
  RestApi api{account.ids().lower_alphanumeric(10), std::move(document)};
  const std::string root = account.ids().lower_alphanumeric(10);
  api.document["createdDate"] = to_millis(account.clock().now()) / 1000 * 1000;  // whole seconds
  api.document["rootResourceId"] = root;
  store.save_api(api);
  store.save_resource(api.id, {.id = root, .parent = "", .path_part = "", .path = "/"});
  add_model(store, api.id, "Empty", "This is a default empty schema model", empty_schema);
  add_model(store, api.id, "Error", "This is a default error schema model", error_schema);
  return api;
}

void copy_api(Store& store, const RestApi& from, const RestApi& to) {
  std::map<std::string, std::string> ids;  // of the resources: old → new
  for (Resource resource : store.resources(from.id)) {
    const std::string old = resource.id;
    resource.id =
        resource.is_root() ? to.text("rootResourceId") : store.account().ids().lower_alphanumeric(6);
    if (!resource.is_root()) resource.parent = ids.at(resource.parent);
    for (auto& [name, method] : resource.methods.items()) {
      const auto integration = method.find("methodIntegration");
      if (integration != method.end() && integration->value("cacheNamespace", "") == old)
        (*integration)["cacheNamespace"] = resource.id;
    }
    ids[old] = resource.id;
    store.save_resource(to.id, resource);
  }
  for (const Named& model : store.models(from.id)) store.save_model(to.id, model);
  for (const Named& response : store.gateway_responses(from.id)) store.save_gateway_response(to.id, response);
}

// The policy leaves as the inside of a JSON string, which clients unquote (Terraform's provider does).
Json api_document(const RestApi& api) {
  Json document = api.document;
  document["id"] = api.id;
  if (const auto policy = document.find("policy"); policy != document.end()) {
    const std::string quoted = policy->dump();
    *policy = quoted.substr(1, quoted.size() - 2);
  }
  return document;
}

}  // namespace cloche::apigateway
