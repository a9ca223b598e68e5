#pragma once
// Lambda's control plane. See README.md for what is faithful and what is not. Running functions is
// emulator/lambda's.
#include "fakes/wire/service.h"

namespace cloche::lambda {

const wire::ServiceDefinition& definition();

}  // namespace cloche::lambda
