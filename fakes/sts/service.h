#pragma once
// AWS Security Token Service: who am I, and sessions. It keeps nothing itself: a session is a credential,
// which IAM keeps.
#include "fakes/wire/service.h"

namespace cloche::sts {

const wire::ServiceDefinition& definition();

}  // namespace cloche::sts
