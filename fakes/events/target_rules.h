#pragma once
// What PutTargets checks of a target, beyond the model.
#include "fakes/wire/structure.h"

namespace cloche::events {

/// Throws ValidationException.
void check_target(const wire::Structure& target);

}  // namespace cloche::events
