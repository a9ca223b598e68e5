// CreateDeployment, GetDeployment(s), UpdateDeployment, DeleteDeployment.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/apigateway/deployment.h"
#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/operations/operations.h"
#include "fakes/apigateway/paging.h"
#include "fakes/apigateway/patch.h"
#include "fakes/apigateway/rest_api.h"
#include "fakes/apigateway/stage.h"

namespace cloche::apigateway {

namespace {

constexpr std::array deployment_rules{PatchRule{"/description", "replace", &patch_text}};

Deployment existing_deployment(Store& store, std::string_view api, std::string_view id) {
  auto deployment = store.find_deployment(api, id);
  if (!deployment) throw deployment_not_found();
  return *std::move(deployment);
}

// The stage that the request names points to the new deployment from now on, or its canary does, where the
// request sets one.
void deploy_to_stage(Call& call, Store& store, const RestApi& api, const Structure& request,
                     const Deployment& deployment) {
  const std::string name = request.string_or("stageName", "");
  if (name.empty()) return;
  Json given = Json::object();
  if (const std::string* description = request.find_string("stageDescription"))
    given["description"] = *description;
  for (const char* member :
       {"cacheClusterEnabled", "cacheClusterSize", "variables", "canarySettings", "tracingEnabled"}) {
    if (const Json* value = request.find_json(member)) given[member] = *value;
  }
  auto stage = store.find_stage(api.id, name);
  const bool is_canary = stage && given.contains("canarySettings");
  (is_canary ? given["canarySettings"] : given)["deploymentId"] = deployment.id;
  check_stage(given);
  if (stage) {
    stage->document.update(given);
    stage->document["lastUpdatedDate"] = to_millis(call.account.clock().now()) / 1000 * 1000;
    store.save_stage(api.id, *stage);
  } else {
    stage = add_stage(store, api.id, name, std::move(given));
  }
  report_stage_settings(call, stage->document);
}

bool wants_summary(const Structure& request) {
  const auto embed = request.strings("embed");
  return std::ranges::any_of(
      embed, [](const std::string& what) { return what == "apisummary" || what == "apiSummary"; });
}

}  // namespace

Answer create_deployment(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const Deployment deployment = add_deployment(store, api, request.string_or("description", ""));
  deploy_to_stage(call, store, api, request, deployment);
  return deployment_document(store, api.id, deployment, false);
}

Answer get_deployment(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const Deployment deployment = existing_deployment(store, api.id, request.string("deploymentId"));
  return deployment_document(store, api.id, deployment, wants_summary(request));
}

// The newest first (assumed).
Answer get_deployments(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  return page_of(
      store.deployments(api.id), request, [](const Deployment& deployment) { return deployment.id; },
      [&](const Deployment& deployment) { return deployment_document(store, api.id, deployment, false); });
}

Answer update_deployment(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  Deployment deployment = existing_deployment(store, api.id, request.string("deploymentId"));
  apply_patch(call, deployment.document, request, deployment_rules);
  store.update_deployment(api.id, deployment);
  return deployment_document(store, api.id, deployment, false);
}

Answer delete_deployment(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const Deployment deployment = existing_deployment(store, api.id, request.string("deploymentId"));
  const auto stages = store.stages(api.id);
  const bool active = std::ranges::any_of(stages, [&](const Named& stage) {
    return stage.document.at("deploymentId") == deployment.id ||
           canary_deployment(stage.document) == deployment.id;
  });
  if (active) throw bad_request("Active stages pointing to this deployment must be moved or deleted");
  store.remove_deployment(api.id, deployment.id);
  return {};
}

}  // namespace cloche::apigateway
