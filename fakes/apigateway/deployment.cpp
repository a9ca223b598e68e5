#include "fakes/apigateway/deployment.h"

#include "fakes/apigateway/errors.h"

namespace cloche::apigateway {

namespace {

void check_can_be_deployed(const std::vector<Resource>& resources) {
  bool has_methods = false;
  for (const Resource& resource : resources) {
    for (const auto& [name, method] : resource.methods.items()) {
      has_methods = true;
      if (!method.contains("methodIntegration")) throw bad_request("No integration defined for method");
    }
  }
  if (!has_methods) throw bad_request("The REST API doesn't contain any methods");
}

Json snapshot_of(Store& store, const RestApi& api, const std::vector<Resource>& resources) {
  Json snapshot{{"name", api.document.at("name")},
                {"endpointTypes", api.document.at("endpointConfiguration").at("types")},
                {"disabled", api.document.value("disableExecuteApiEndpoint", false)},
                {"binaryMediaTypes", api.document.value("binaryMediaTypes", Json::array())},
                {"resources", Json::array()},
                {"gatewayResponses", Json::object()}};
  for (const Resource& resource : resources) {
    snapshot["resources"].push_back(
        {{"id", resource.id}, {"path", resource.path}, {"methods", resource.methods}});
  }
  for (const Named& response : store.gateway_responses(api.id))
    snapshot["gatewayResponses"][response.name] = response.document;
  return snapshot;
}

}  // namespace

Deployment add_deployment(Store& store, const RestApi& api, const std::string& description) {
  const std::vector<Resource> resources = store.resources(api.id);
  check_can_be_deployed(resources);
  Account& account = store.account();
  Deployment deployment{account.ids().lower_alphanumeric(6),
                        {{"createdDate", to_millis(account.clock().now()) / 1000 * 1000}}};
  if (!description.empty()) deployment.document["description"] = description;
  store.add_deployment(api.id, deployment, snapshot_of(store, api, resources));
  return deployment;
}

Json deployment_document(Store& store, std::string_view api, const Deployment& deployment,
                         bool with_summary) {
  Json document = deployment.document;
  document["id"] = deployment.id;
  if (!with_summary) return document;
  document["apiSummary"] = Json::object();
  const Json snapshot = *store.find_snapshot(api, deployment.id);
  for (const Json& resource : snapshot.at("resources")) {
    for (const auto& [name, method] : resource.at("methods").items()) {
      document["apiSummary"][resource.at("path").get<std::string>()][name] = {
          {"authorizationType", method.at("authorizationType")},
          {"apiKeyRequired", method.value("apiKeyRequired", false)}};
    }
  }
  return document;
}

}  // namespace cloche::apigateway
