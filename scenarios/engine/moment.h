#pragma once
// A moment that a step names, "2026-01-05T09:00:00Z".
#include <string>

#include "fakes/core/clock.h"
#include "fakes/core/json.h"

namespace cloche::scenarios {

/// The member's moment, or `otherwise` where it is absent. Throws StepFailed where it is none.
Time moment_or(const Json& arguments, const std::string& member, Time otherwise);
/// The same of a duration.
Duration duration_or(const Json& arguments, const std::string& member, Duration otherwise);

}  // namespace cloche::scenarios
