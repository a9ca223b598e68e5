#include "fakes/apigateway/gateway_response.h"

#include <array>

#include "fakes/apigateway/method.h"
#include "fakes/wire/token.h"

namespace cloche::apigateway {

namespace {

constexpr std::array types{
    GatewayResponseType{"ACCESS_DENIED", "403"},
    GatewayResponseType{"API_CONFIGURATION_ERROR", "500"},
    GatewayResponseType{"AUTHORIZER_CONFIGURATION_ERROR", "500"},
    GatewayResponseType{"AUTHORIZER_FAILURE", "500"},
    GatewayResponseType{"BAD_REQUEST_BODY", "400"},
    GatewayResponseType{"BAD_REQUEST_PARAMETERS", "400"},
    GatewayResponseType{"DEFAULT_4XX", ""},
    GatewayResponseType{"DEFAULT_5XX", ""},
    GatewayResponseType{"EXPIRED_TOKEN", "403"},
    GatewayResponseType{"INTEGRATION_FAILURE", "504"},
    GatewayResponseType{"INTEGRATION_TIMEOUT", "504"},
    GatewayResponseType{"INVALID_API_KEY", "403"},
    GatewayResponseType{"INVALID_SIGNATURE", "403"},
    GatewayResponseType{"MISSING_AUTHENTICATION_TOKEN", "403"},
    GatewayResponseType{"QUOTA_EXCEEDED", "429"},
    GatewayResponseType{"REQUEST_TOO_LARGE", "413"},
    GatewayResponseType{"RESOURCE_NOT_FOUND", "404"},
    GatewayResponseType{"THROTTLED", "429"},
    GatewayResponseType{"UNAUTHORIZED", "401"},
    GatewayResponseType{"UNSUPPORTED_MEDIA_TYPE", "415"},
    GatewayResponseType{"WAF_FILTERED", "403"},
};

}  // namespace

std::span<const GatewayResponseType> gateway_response_types() { return types; }

std::string_view default_type(const GatewayResponseType& type) {
  if (type.status_code.empty()) return "";
  return type.status_code.starts_with('5') ? "DEFAULT_5XX" : "DEFAULT_4XX";
}

Json gateway_response_document(Store& store, std::string_view api, const GatewayResponseType& type) {
  auto own = store.find_gateway_response(api, type.name);
  Json document{{"responseTemplates", {{"application/json", "{\"message\":$context.error.messageString}"}}},
                {"responseParameters", Json::object()}};
  if (!own && !type.status_code.empty()) {
    if (const auto inherited = store.find_gateway_response(api, default_type(type)))
      document.update(inherited->document);
  }
  if (!type.status_code.empty() && !document.contains("statusCode"))
    document["statusCode"] = type.status_code;
  if (own) document.update(own->document);
  document["responseType"] = type.name;
  document["defaultResponse"] = !own.has_value();
  return document;
}

void check_gateway_response(const Json& document) {
  const auto parameters = document.find("responseParameters");
  if (parameters == document.end()) return;
  for (const auto& [name, value] : parameters->items()) {
    constexpr std::string_view place = "gatewayresponse.header.";
    if (!name.starts_with(place) || !wire::is_token(std::string_view(name).substr(place.size())))
      throw invalid_mapping_parameter(name);
  }
}

}  // namespace cloche::apigateway
