#pragma once
// AWS Identity and Access Management: its users and their access keys.
#include "fakes/wire/service.h"

namespace cloche::iam {

const wire::ServiceDefinition& definition();

}  // namespace cloche::iam
