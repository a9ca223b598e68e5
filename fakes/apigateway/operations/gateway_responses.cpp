// PutGatewayResponse, GetGatewayResponse(s), UpdateGatewayResponse, DeleteGatewayResponse.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/gateway_response.h"
#include "fakes/apigateway/operations/operations.h"
#include "fakes/apigateway/paging.h"
#include "fakes/apigateway/patch.h"
#include "fakes/apigateway/rest_api.h"

namespace cloche::apigateway {

namespace {

constexpr std::array gateway_response_rules{
    PatchRule{"/statusCode", "replace", &patch_text},
    PatchRule{"/responseParameters/{name}", "add remove replace", &patch_text},
    PatchRule{"/responseTemplates/{content_type}", "add remove replace", &patch_text},
};

const GatewayResponseType& type_of(const Structure& request) {
  const auto all = gateway_response_types();
  // The model has checked it.
  return *std::ranges::find(all, request.string("responseType"), &GatewayResponseType::name);
}

}  // namespace

Answer put_gateway_response(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const GatewayResponseType& type = type_of(request);
  Json document = request.document();
  document.erase("restApiId");
  document.erase("responseType");
  check_gateway_response(document);
  store.save_gateway_response(api.id, {std::string(type.name), document});
  return gateway_response_document(store, api.id, type);
}

Answer get_gateway_response(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  return gateway_response_document(store, api.id, type_of(request));
}

Answer get_gateway_responses(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const auto all = gateway_response_types();
  return page_of(
      std::vector<GatewayResponseType>(all.begin(), all.end()), request,
      [](const GatewayResponseType& type) { return std::string(type.name); },
      [&](const GatewayResponseType& type) { return gateway_response_document(store, api.id, type); });
}

Answer update_gateway_response(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const GatewayResponseType& type = type_of(request);
  Json document = gateway_response_document(store, api.id, type);
  document.erase("responseType");
  document.erase("defaultResponse");
  apply_patch(call, document, request, gateway_response_rules);
  check_gateway_response(document);
  store.save_gateway_response(api.id, {std::string(type.name), document});
  return gateway_response_document(store, api.id, type);
}

Answer delete_gateway_response(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  const GatewayResponseType& type = type_of(request);
  if (!store.find_gateway_response(api.id, type.name))
    throw not_found("Gateway response type not defined on api");
  store.remove_gateway_response(api.id, type.name);
  return {};
}

}  // namespace cloche::apigateway
