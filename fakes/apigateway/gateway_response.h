#pragma once
// What API Gateway answers by itself, by the kind of the error: the defaults of each, which an API may
// replace.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
#include <span>
#include <string_view>

#include "fakes/apigateway/store.h"

namespace cloche::apigateway {

struct GatewayResponseType {
  std::string_view name;         // "THROTTLED"
  std::string_view status_code;  // "429"; "": that of the error
};

/// By name.
std::span<const GatewayResponseType> gateway_response_types();

/// The one that a type without own settings takes those of: "DEFAULT_4XX" or "DEFAULT_5XX", by its status; ""
/// of these two.
std::string_view default_type(const GatewayResponseType& type);

/// GatewayResponse, as operations answer it: the API's own, or what stands for it.
Json gateway_response_document(Store& store, std::string_view api, const GatewayResponseType& type);

/// BadRequestException for parameters that API Gateway refuses.
void check_gateway_response(const Json& document);

}  // namespace cloche::apigateway
