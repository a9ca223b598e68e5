// CreateStage, GetStage(s), UpdateStage, DeleteStage.
#include <nlohmann/json.hpp>

#include "fakes/apigateway/operations/operations.h"
#include "fakes/apigateway/rest_api.h"
#include "fakes/apigateway/stage.h"

namespace cloche::apigateway {

Answer create_stage(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  Json document = request.document();
  document.erase("restApiId");
  document.erase("stageName");
  check_deployments(store, api.id, document);
  const Named stage = add_stage(store, api.id, request.string("stageName"), std::move(document));
  report_stage_settings(call, stage.document);
  return stage_document(stage);
}

Answer get_stage(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  return stage_document(existing_stage(store, api.id, request.string("stageName")));
}

// By name (assumed).
Answer get_stages(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const std::string* deployment = request.find_string("deploymentId");
  Json stages = Json::array();
  for (const Named& stage : store.stages(api.id)) {
    if (deployment == nullptr || stage.document.at("deploymentId") == *deployment)
      stages.push_back(stage_document(stage));
  }
  return Json{{"item", std::move(stages)}};
}

Answer update_stage(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  Named stage = existing_stage(store, api.id, request.string("stageName"));
  patch_stage(call, stage.document, request);
  check_deployments(store, api.id, stage.document);
  check_stage(stage.document);
  report_stage_settings(call, stage.document);
  stage.document["lastUpdatedDate"] = to_millis(call.account.clock().now()) / 1000 * 1000;
  store.save_stage(api.id, stage);
  return stage_document(stage);
}

Answer delete_stage(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  store.remove_stage(api.id, existing_stage(store, api.id, request.string("stageName")).name);
  return {};
}

}  // namespace cloche::apigateway
