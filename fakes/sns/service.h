#pragma once
// Amazon Simple Notification Service: topics, who has subscribed to them, and what is published to them.
#include "fakes/wire/service.h"

namespace cloche::sns {

const wire::ServiceDefinition& definition();

}  // namespace cloche::sns
