// CreateModel, GetModel(s), UpdateModel, DeleteModel.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/apigateway/api_model.h"
#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/operations/operations.h"
#include "fakes/apigateway/paging.h"
#include "fakes/apigateway/patch.h"
#include "fakes/apigateway/rest_api.h"

namespace cloche::apigateway {

namespace {

constexpr std::array model_rules{
    PatchRule{"/description", "replace", &patch_text},
    PatchRule{"/schema", "replace", &patch_text},
};

Named existing_model(Store& store, std::string_view api, const std::string& name) {
  auto model = store.find_model(api, name);
  if (!model) throw model_not_found(name);
  return *std::move(model);
}

Json model_document(const Named& model) {
  Json document = model.document;
  document["name"] = model.name;
  return document;
}

bool is_used(Store& store, std::string_view api, const std::string& model) {
  const auto uses = [&](const Json& holder, const char* member) {
    const auto models = holder.find(member);
    return models != holder.end() &&
           std::ranges::any_of(*models, [&](const Json& name) { return name == model; });
  };
  for (const Resource& resource : store.resources(api)) {
    for (const Json& method : resource.methods) {
      if (uses(method, "requestModels")) return true;
      for (const Json& response : method.value("methodResponses", Json::object())) {
        if (uses(response, "responseModels")) return true;
      }
    }
  }
  return false;
}

}  // namespace

Answer create_model(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const std::string& name = request.string("name");
  check_model_name(name);
  if (store.find_model(api.id, name)) throw conflict("Model name already exists for this REST API");
  Json document = request.document();
  document.erase("restApiId");
  document.erase("name");
  document["id"] = call.account.ids().lower_alphanumeric(6);
  check_model_schema(document);
  const Named model{name, document};
  store.save_model(api.id, model);
  return model_document(model);
}

Answer get_model(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  if (request.boolean_or("flatten", false)) throw not_emulated("GetModel with flatten");
  return model_document(existing_model(store, api.id, request.string("modelName")));
}

Answer get_models(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  return page_of(
      store.models(api.id), request, [](const Named& model) { return model.name; }, &model_document);
}

Answer update_model(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  Named model = existing_model(store, api.id, request.string("modelName"));
  apply_patch(call, model.document, request, model_rules);
  check_model_schema(model.document);
  store.save_model(api.id, model);
  return model_document(model);
}

Answer delete_model(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const Named model = existing_model(store, api.id, request.string("modelName"));
  if (is_used(store, api.id, model.name))
    throw conflict("Cannot delete model '" + model.name +
                   "', is referenced in method request or response");  // assumed
  store.remove_model(api.id, model.name);
  return {};
}

}  // namespace cloche::apigateway
