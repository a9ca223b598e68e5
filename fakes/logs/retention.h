#pragma once
// How long a group keeps its events. What is past its retention is not read any more, to the millisecond; the
// rows themselves are removed by a timer in the outbox, at most once a minute of the account's clock.
#include <cstdint>
#include <optional>

#include "fakes/core/account.h"
#include "fakes/core/json.h"

namespace cloche::logs {

inline constexpr char expire_events_effect[] = "logs.expire_events";

/// The first moment that a group with this retention still shows.
Time retained_from(Account& account, std::optional<std::int64_t> days);

/// Moves the group's timer to where an event at `first` expires, unless it is due earlier.
void schedule_expiry(Account& account, std::int64_t group, Time first, std::int64_t days);

/// The effect: removes what has expired, and sets the timer anew.
void expire_events(Account& account, const Json& payload);

}  // namespace cloche::logs
