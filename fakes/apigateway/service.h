#pragma once
// Amazon API Gateway, REST APIs: their control plane. What serves them is emulator/gateway.
#include "fakes/wire/service.h"

namespace cloche::apigateway {

const wire::ServiceDefinition& definition();

}  // namespace cloche::apigateway
