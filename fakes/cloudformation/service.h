#pragma once
// AWS CloudFormation: what is known of stacks. Deploying them is emulator/deploy's.
#include "fakes/wire/service.h"

namespace cloche::cloudformation {

const wire::ServiceDefinition& definition();

}  // namespace cloche::cloudformation
