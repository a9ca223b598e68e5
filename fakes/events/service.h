#pragma once
// Amazon EventBridge: event buses, and rules that send events, or the time, to targets.
#include "fakes/wire/service.h"

namespace cloche::events {

const wire::ServiceDefinition& definition();

}  // namespace cloche::events
