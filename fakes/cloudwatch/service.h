#pragma once
#include "fakes/wire/service.h"

namespace cloche::cloudwatch {

/// Metrics, alarms and dashboards.
const wire::ServiceDefinition& definition();

}  // namespace cloche::cloudwatch
