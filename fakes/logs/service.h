#pragma once
// Amazon CloudWatch Logs.
#include "fakes/wire/service.h"

namespace cloche::logs {

const wire::ServiceDefinition& definition();

}  // namespace cloche::logs
