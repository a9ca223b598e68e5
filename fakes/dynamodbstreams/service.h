#pragma once
// DynamoDB Streams: what reads the logs that DynamoDB writes.
#include "fakes/wire/service.h"

namespace cloche::dynamodbstreams {

const wire::ServiceDefinition& definition();

}  // namespace cloche::dynamodbstreams
