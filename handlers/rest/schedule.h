#pragma once
// The event of a schedule, as EventBridge gives it to a function.
#include "handlers/runtime/clock.h"
#include "handlers/runtime/json.h"

namespace handlers {

/// The moment that `event` is for: its `time`, which stays the same when Lambda tries it again. Throws
/// FunctionError where it is no such event.
Millis scheduled_at(const Json& event);

}  // namespace handlers
