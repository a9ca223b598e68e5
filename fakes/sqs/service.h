#pragma once
// Amazon Simple Queue Service: standard and FIFO queues.
#include "fakes/wire/service.h"

namespace cloche::sqs {

const wire::ServiceDefinition& definition();

}  // namespace cloche::sqs
