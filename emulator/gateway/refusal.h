#pragma once
// What API Gateway answers by itself where it does not come to an integration's answer: in its words and with
// its headers, or as the API's gateway responses have it.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
#include <string_view>

#include "emulator/gateway/request_context.h"
#include "emulator/net/server.h"
#include "fakes/apigateway/served_stage.h"

namespace cloche::gateway {

struct Refusal {
  std::string_view type;  // of the gateway response: "THROTTLED"; "": what an API can't replace
  int status;
  std::string_view error;  // X-Amzn-ErrorType
  std::string_view message;
  std::string_view body;  // where no gateway response says another
};

namespace refusals {

inline constexpr Refusal forbidden{"", 403, "ForbiddenException", "Forbidden", R"({"message":"Forbidden"})"};
inline constexpr Refusal missing_token{"MISSING_AUTHENTICATION_TOKEN", 403,
                                       "MissingAuthenticationTokenException", "Missing Authentication Token",
                                       R"({"message":"Missing Authentication Token"})"};
inline constexpr Refusal throttled{"THROTTLED", 429, "TooManyRequestsException", "Too Many Requests",
                                   R"({"message":"Too Many Requests"})"};
inline constexpr Refusal too_large{"REQUEST_TOO_LARGE", 413, "RequestEntityTooLargeException",
                                   "Request Too Long", R"({"message":"Request Too Long"})"};
/// The name of its error is assumed.
inline constexpr Refusal unsupported_media_type{"UNSUPPORTED_MEDIA_TYPE", 415,
                                                "UnsupportedMediaTypeException", "Unsupported Media Type",
                                                R"({"message":"Unsupported Media Type"})"};
/// The integration can't be called: no permission to invoke the function, no such function.
inline constexpr Refusal configuration{"API_CONFIGURATION_ERROR", 500, "InternalServerErrorException",
                                       "Internal server error", R"({"message": "Internal server error"})"};
/// Lambda refused the invocation, as with its 429; the status is what clients of AWS report.
inline constexpr Refusal integration_failure{"INTEGRATION_FAILURE", 500, "InternalServerErrorException",
                                             "Internal server error",
                                             R"({"message": "Internal server error"})"};
/// The function failed, or did not answer as a proxy integration must. That it falls under DEFAULT_5XX alone
/// is assumed.
inline constexpr Refusal malformed{"DEFAULT_5XX", 502, "InternalServerErrorException",
                                   "Internal server error", R"({"message": "Internal server error"})"};
inline constexpr Refusal timed_out{"INTEGRATION_TIMEOUT", 504, "InternalServerErrorException",
                                   "Endpoint request timed out",
                                   R"({"message": "Endpoint request timed out"})"};

}  // namespace refusals

/// `stage` is nullptr where the request came to none.
net::Response refusal_response(const Refusal& refusal, const RequestContext& context,
                               const apigateway::ServedStage* stage);

/// What every answer of API Gateway carries, whatever a function says of it (assumed of the trace and the
/// longer id).
void add_own_headers(wire::Headers& headers, const RequestContext& context);

}  // namespace cloche::gateway
