#pragma once
// What PutTargets checks of a target, beyond the model.
#include "fakes/wire/service.h"

namespace cloche::events {

/// Throws ValidationException.
void check_target(const wire::Call& call, const wire::Structure& target);

}  // namespace cloche::events
