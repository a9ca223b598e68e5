#pragma once
// The mock integration: its request template says a status, and the integration response that is chosen by it
// says the answer. Templates are text as it stands; those with programs in them are not emulated.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
#include <optional>
#include <string>
#include <variant>

#include "emulator/gateway/refusal.h"

namespace cloche::gateway {

/// What is not emulated, in words.
struct NotServed {
  std::string what;
};

std::variant<net::Response, Refusal, NotServed> mock_response(
    const RequestContext& context, const apigateway::ServedStage& stage,
    const apigateway::ServedIntegration& integration);

}  // namespace cloche::gateway
