#pragma once
// DynamoDB. See README.md for what is faithful and what is not.
#include "fakes/wire/service.h"

namespace cloche::dynamodb {

const wire::ServiceDefinition& definition();

}  // namespace cloche::dynamodb
