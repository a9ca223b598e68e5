#include "fakes/apigateway/served_stage.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cloche::apigateway {

namespace {

// What an account may do at most: limits of that size are those of every API, and no machine that this runs
// on reaches them.
constexpr double account_rate = 10000;
constexpr double account_burst = 5000;

Texts texts(const Json& document, const char* member, std::string_view prefix = "") {
  Texts result;
  const auto found = document.find(member);
  if (found == document.end()) return result;
  for (const auto& [name, value] : found->items()) {
    if (!value.is_string()) continue;
    const bool has_prefix = std::string_view(name).starts_with(prefix);
    result[has_prefix ? name.substr(prefix.size()) : name] = value.get<std::string>();
  }
  return result;
}

ServedIntegration read_integration(const Json& method) {
  ServedIntegration integration;
  const auto found = method.find("methodIntegration");
  if (found == method.end()) return integration;
  integration.type = found->at("type");
  integration.http_method = found->value("httpMethod", "");
  integration.uri = found->value("uri", "");
  integration.credentials = found->value("credentials", "");
  integration.passthrough_behavior = found->value("passthroughBehavior", "");
  integration.timeout = std::chrono::milliseconds(found->value("timeoutInMillis", std::int64_t{29000}));
  integration.request_templates = texts(*found, "requestTemplates");
  for (const Json& response : found->value("integrationResponses", Json::object())) {
    integration.responses.push_back({response.at("statusCode"), response.value("selectionPattern", ""),
                                     texts(response, "responseParameters", "method.response.header."),
                                     texts(response, "responseTemplates")});
  }
  return integration;
}

// "~1pets~1{id}/GET" is of /pets/{id}; so is "pets~1{id}/GET".
bool is_key_of(std::string_view key, std::string_view path, std::string_view method) {
  if (!key.ends_with(method)) return false;
  key.remove_suffix(method.size());
  if (!key.ends_with('/')) return false;
  key.remove_suffix(1);
  std::string decoded;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const bool escaped = key[i] == '~' && i + 1 < key.size();
    decoded += escaped ? (key[++i] == '1' ? '/' : '~') : key[i];
  }
  return decoded == path || "/" + decoded == path;
}

// -1 says that there is none.
double limit(const Json& settings, const char* member, double most) {
  const double own = settings.value(member, most);
  return own < 0 ? most : own;
}

ServedSettings read_settings(const Json& stage, std::string_view path, std::string_view method) {
  ServedSettings settings;
  const auto all = stage.find("methodSettings");
  if (all == stage.end()) return settings;
  const Json* found = nullptr;
  for (const auto& [key, value] : all->items()) {
    if (is_key_of(key, path, method)) found = &value;
    if (key == "*/*" && found == nullptr) found = &value;
  }
  if (found == nullptr) return settings;
  settings.metrics = found->value("metricsEnabled", false);
  const double rate = limit(*found, "throttlingRateLimit", account_rate);
  const double burst = limit(*found, "throttlingBurstLimit", account_burst);
  if (rate < account_rate || burst < account_burst) {
    settings.throttle = {rate, burst};
  }
  return settings;
}

}  // namespace

ServedStage read_served_stage(const Json& stage, const Json& snapshot) {
  ServedStage served;
  served.deployment = stage.at("deploymentId");
  served.variables = texts(stage, "variables");
  served.api_name = snapshot.at("name");
  served.edge = snapshot.at("endpointTypes").at(0) == "EDGE";
  served.disabled = snapshot.at("disabled");
  served.binary_media_types = snapshot.at("binaryMediaTypes").get<std::vector<std::string>>();
  for (const Json& resource : snapshot.at("resources")) {
    ServedResource& read = served.resources.emplace_back();
    read.path = resource.at("path");
    for (const auto& [name, method] : resource.at("methods").items()) {
      read.methods.push_back({.name = name,
                              .resource_id = resource.at("id"),
                              .resource_path = read.path,
                              .operation_name = method.value("operationName", ""),
                              .integration = read_integration(method),
                              .settings = read_settings(stage, read.path, name)});
    }
  }
  for (const auto& [type, response] : snapshot.at("gatewayResponses").items()) {
    served.gateway_responses[type] = {response.value("statusCode", ""),
                                      texts(response, "responseParameters", "gatewayresponse.header."),
                                      texts(response, "responseTemplates")};
  }
  return served;
}

}  // namespace cloche::apigateway
