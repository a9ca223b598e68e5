#pragma once
// The timers of rules with a schedule: one row of the outbox for each such rule that is enabled, due at its
// next firing.
#include "fakes/core/account.h"
#include "fakes/core/json.h"
#include "fakes/events/store.h"

namespace cloche::events {

inline constexpr std::string_view fire_effect = "events.fire";

/// Sets the rule's timer anew, or takes it away where it is disabled, has no schedule, or will not fire
/// again.
void set_timer(Account& account, const Rule& rule);
void cancel_timer(Account& account, const RuleName& rule);

/// The effect of a clock that was set back (fakes/core/clock_set_back.h): sets all timers anew. A rate that
/// has begun later than it is now begins now.
inline constexpr std::string_view clock_set_back_effect = "events.clock_set_back";
void set_timers_anew(Account& account, const Json& payload);

/// The effect: sends the scheduled event to the rule's targets, and sets the timer for the next one.
void fire(Account& account, const Json& payload);

}  // namespace cloche::events
