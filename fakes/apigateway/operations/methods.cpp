// PutMethod, GetMethod, UpdateMethod, DeleteMethod, and the same of method responses.
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/method.h"
#include "fakes/apigateway/operations/operations.h"
#include "fakes/apigateway/patch.h"

namespace cloche::apigateway {

namespace {

constexpr std::array method_rules{
    PatchRule{"/authorizationType", "replace", &patch_text},
    PatchRule{"/authorizerId", "replace", &patch_text},
    PatchRule{"/authorizationScopes/{scope}", "add remove", &patch_list},
    PatchRule{"/apiKeyRequired", "replace", &patch_boolean},
    PatchRule{"/operationName", "replace", &patch_text},
    PatchRule{"/requestValidatorId", "replace", &patch_text},
    PatchRule{"/requestParameters/{name}", "add remove replace", &patch_boolean},
    PatchRule{"/requestModels/{content_type}", "add remove replace", &patch_text},
};

constexpr std::array method_response_rules{
    PatchRule{"/responseParameters/{name}", "add remove replace", &patch_boolean},
    PatchRule{"/responseModels/{content_type}", "add remove replace", &patch_text},
};

}  // namespace

Answer put_method(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const RestApi api = existing_api(store, request.string("restApiId"));
  Resource resource = existing_resource(store, api.id, request.string("resourceId"));
  const std::string& name = request.string("httpMethod");
  check_method_name(name);
  Json method = request.document();
  method.erase("restApiId");
  method.erase("resourceId");
  method.emplace("apiKeyRequired", false);
  check_authorization(method);
  check_method(store, api.id, method);
  if (resource.methods.contains(name)) throw conflict("Method already exists for this resource");
  report_method_settings(call, method);
  resource.methods[name] = method;
  store.save_resource(api.id, resource);
  return method;
}

Answer get_method(Call& call, const Structure& request) { return MethodPlace(call, request).document(); }

Answer update_method(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  apply_patch(call, place.document(), request, method_rules);
  check_authorization(place.document());
  check_method(place.store(), place.api().id, place.document());
  report_method_settings(call, place.document());
  place.save();
  return place.document();
}

Answer delete_method(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  place.remove();
  place.save();
  return {};
}

Answer put_method_response(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  const std::string& status = request.string("statusCode");
  const Json response = MethodPlace::given(request);
  check_method_response(place.store(), place.api().id, response);
  Json& responses = place.document()["methodResponses"];
  if (responses.is_object() && responses.contains(status))
    throw conflict("Response already exists for this resource");
  responses[status] = response;
  place.save();
  return response;
}

Answer get_method_response(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  return MethodPlace::response(place.document(), "methodResponses", request.string("statusCode"));
}

Answer update_method_response(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  Json& response = MethodPlace::response(place.document(), "methodResponses", request.string("statusCode"));
  apply_patch(call, response, request, method_response_rules);
  check_method_response(place.store(), place.api().id, response);
  place.save();
  return response;
}

Answer delete_method_response(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  MethodPlace::response(place.document(), "methodResponses", request.string("statusCode"));
  place.document()["methodResponses"].erase(request.string("statusCode"));
  place.save();
  return {};
}

}  // namespace cloche::apigateway
