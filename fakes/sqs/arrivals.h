#pragma once
// Long polling: who waits for a message hears a bell when there may be one to receive. It is rung at once by
// what brings one, frees a group or shows one again; and by a timer on the account's clock, which is wound
// only while somebody waits, when the next message becomes visible by itself.
#include <string>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/json.h"
#include "fakes/sqs/queue.h"

namespace cloche::sqs {

/// Says that there may be something to receive, or that the queue is gone.
void ring(Account& account, const Queue& queue);

/// Winds the timer, and answers the name of the bell.
std::string ring_when_visible(Account& account, const Queue& queue);

/// The effect that is the timer; its payload is the name of the bell.
inline constexpr std::string_view visible_effect = "sqs.visible";
void ring_bell(Account& account, const Json& payload);

}  // namespace cloche::sqs
