#pragma once
// The `Events` of a state machine: schedules, patterns of EventBridge, and methods of REST APIs.
#include "emulator/deploy/sam/context.h"
#include "emulator/deploy/sam/properties.h"

namespace cloche::deploy::sam {

/// Throws ResourceError where an event is of no known kind, is not as its kind must be, or refers to what is
/// not there.
void check_state_machine_events(Context& context, const Declared& machine);
/// `target` is the state machine, or its alias.
Resources transform_state_machine_events(Context& context, const Declared& machine, const Resource& target);

}  // namespace cloche::deploy::sam
