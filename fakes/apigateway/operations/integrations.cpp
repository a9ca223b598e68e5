// PutIntegration, GetIntegration, UpdateIntegration, DeleteIntegration, and the same of integration
// responses.
#include "fakes/apigateway/integration.h"

#include <array>
#include <nlohmann/json.hpp>

#include "fakes/apigateway/method.h"
#include "fakes/apigateway/operations/operations.h"
#include "fakes/apigateway/patch.h"

namespace cloche::apigateway {

namespace {

constexpr std::array integration_rules{
    PatchRule{"/httpMethod", "replace", &patch_text},
    PatchRule{"/uri", "replace", &patch_text},
    PatchRule{"/credentials", "replace", &patch_text},
    PatchRule{"/connectionType", "replace", &patch_choice},
    PatchRule{"/connectionId", "replace", &patch_text},
    PatchRule{"/passthroughBehavior", "replace", &patch_text},
    PatchRule{"/contentHandling", "replace", &patch_choice},
    PatchRule{"/timeoutInMillis", "replace", &patch_integer},
    PatchRule{"/cacheNamespace", "replace", &patch_text},
    PatchRule{"/cacheKeyParameters/{name}", "add remove", &patch_list},
    PatchRule{"/requestParameters/{name}", "add remove replace", &patch_text},
    PatchRule{"/requestTemplates/{content_type}", "add remove replace", &patch_text},
    PatchRule{"/tlsConfig/insecureSkipVerification", "replace", &patch_boolean},
};

constexpr std::array integration_response_rules{
    PatchRule{"/selectionPattern", "replace", &patch_text},
    PatchRule{"/contentHandling", "replace", &patch_choice},
    PatchRule{"/responseParameters/{name}", "add remove replace", &patch_text},
    PatchRule{"/responseTemplates/{content_type}", "add remove replace", &patch_text},
};

}  // namespace

Answer put_integration(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  Json integration = MethodPlace::given(request);
  if (const std::string* method = request.find_string("integrationHttpMethod")) {
    integration["httpMethod"] = *method;
    integration.erase("integrationHttpMethod");
  }
  complete_integration(place.document(), integration, place.resource().id);
  report_integration_settings(call, integration);
  place.document()["methodIntegration"] = integration;  // the responses of the one before go with it
  place.save();
  return integration;
}

Answer get_integration(Call& call, const Structure& request) {
  return MethodPlace(call, request).integration();
}

Answer update_integration(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  Json& integration = place.integration();
  apply_patch(call, integration, request, integration_rules);
  check_integration(place.document(), integration);
  report_integration_settings(call, integration);
  place.save();
  return integration;
}

Answer delete_integration(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  place.integration();
  place.document().erase("methodIntegration");
  place.save();
  return {};
}

Answer put_integration_response(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  Json& integration = place.integration();
  const Json response = MethodPlace::given(request);
  check_integration_response(place.document(), response);
  report_integration_response(call, response);
  integration["integrationResponses"][request.string("statusCode")] = response;
  place.save();
  return response;
}

Answer get_integration_response(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  return MethodPlace::response(place.integration(), "integrationResponses", request.string("statusCode"));
}

Answer update_integration_response(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  Json& response =
      MethodPlace::response(place.integration(), "integrationResponses", request.string("statusCode"));
  apply_patch(call, response, request, integration_response_rules);
  check_integration_response(place.document(), response);
  report_integration_response(call, response);
  place.save();
  return response;
}

Answer delete_integration_response(Call& call, const Structure& request) {
  MethodPlace place(call, request);
  Json& integration = place.integration();
  MethodPlace::response(integration, "integrationResponses", request.string("statusCode"));
  integration["integrationResponses"].erase(request.string("statusCode"));
  place.save();
  return {};
}

}  // namespace cloche::apigateway
