#pragma once
// The event by which a function hears of a request: the Lambda proxy integration's, version 1.0. Written as
// text at once.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
#include <string>

#include "emulator/gateway/request_context.h"
#include "emulator/gateway/routes.h"

namespace cloche::gateway {

std::string proxy_event(const RequestContext& context, const apigateway::ServedStage& stage,
                        const Match& match);

}  // namespace cloche::gateway
