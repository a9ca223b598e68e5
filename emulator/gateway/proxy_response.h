#pragma once
// What a function's answer becomes for the client: {"statusCode", "headers", "multiValueHeaders", "body",
// "isBase64Encoded"}, and nothing else, else it is malformed.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
#include <optional>
#include <string>
#include <string_view>

#include "fakes/wire/http_message.h"

namespace cloche::gateway {

struct ProxyResponse {
  int status = 200;
  wire::Headers headers;  // with API Gateway's names for those that it keeps to itself
  std::string body;
  bool is_base64 = false;
};

/// nullopt where it is malformed; `why` then says to a person what is wrong: "body is an object, and not a
/// string".
std::optional<ProxyResponse> read_proxy_response(std::string_view payload, std::string* why = nullptr);

}  // namespace cloche::gateway
