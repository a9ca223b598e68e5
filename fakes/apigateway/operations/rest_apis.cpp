// CreateRestApi, GetRestApi(s), UpdateRestApi, DeleteRestApi.
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/operations/operations.h"
#include "fakes/apigateway/paging.h"
#include "fakes/apigateway/patch.h"
#include "fakes/apigateway/rest_api.h"
#include "fakes/apigateway/store.h"

namespace cloche::apigateway {

namespace {

// An empty value takes the setting away.
void patch_compression(Json& document, const PatchStep& step) {
  if (step.op == "remove" || step.value.empty() || step.value == "null") {
    document.erase("minimumCompressionSize");
  } else {
    document["minimumCompressionSize"] = integer_value(step);
  }
}

constexpr std::array api_rules{
    PatchRule{"/name", "replace", &patch_text},
    PatchRule{"/description", "replace", &patch_text},
    PatchRule{"/policy", "replace", &patch_text},
    PatchRule{"/apiKeySource", "replace", &patch_text},
    PatchRule{"/disableExecuteApiEndpoint", "replace", &patch_boolean},
    PatchRule{"/minimumCompressionSize", "replace remove", &patch_compression},
    PatchRule{"/binaryMediaTypes/{type}", "add remove replace", &patch_list},
    PatchRule{"/endpointConfiguration/types/{type}", "replace", &patch_list},
    PatchRule{"/endpointConfiguration/vpcEndpointIds/{id}", "add remove", &patch_list},
    PatchRule{"/endpointConfiguration/ipAddressType", "replace", &patch_choice},
};

Json given_settings(const Structure& request) {
  Json document = request.document();
  document.erase("cloneFrom");
  return document;
}

}  // namespace

Answer create_rest_api(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  Json document = given_settings(request);
  const std::string* clone_from = request.find_string("cloneFrom");
  if (clone_from == nullptr) {
    complete_api(document);
    report_api_settings(call, document);
    return api_document(add_api(store, std::move(document)));
  }
  const RestApi original = existing_api(store, *clone_from);
  Json settings = original.document;  // what is given wins (assumed)
  for (const char* own : {"createdDate", "rootResourceId", "tags"}) settings.erase(own);
  settings.update(document);
  complete_api(settings);
  report_api_settings(call, settings);
  const RestApi api = add_api(store, std::move(settings));
  copy_api(store, original, api);
  return api_document(api);
}

Answer get_rest_api(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  return api_document(existing_api(store, request.string("restApiId")));
}

// In the order of their ids (assumed).
Answer get_rest_apis(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const std::int64_t limit = page_limit(request);
  return page(
      store.apis(page_start(request), limit + 1), limit, [](const RestApi& api) { return api.id; },
      &api_document);
}

Answer update_rest_api(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  RestApi api = existing_api(store, request.string("restApiId"));
  apply_patch(call, api.document, request, api_rules);
  check_api(api.document);
  report_api_settings(call, api.document);
  store.save_api(api);
  return api_document(api);
}

Answer delete_rest_api(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  store.remove_api(existing_api(store, request.string("restApiId")).id);
  return {};
}

}  // namespace cloche::apigateway
