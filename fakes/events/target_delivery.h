#pragma once
// Sends events to the targets of rules. What a target refuses is tried again, as its RetryPolicy says, or
// goes to its dead-letter queue; both are effects of this service.
#include <string>

#include "fakes/core/account.h"
#include "fakes/core/json.h"
#include "fakes/events/store.h"

namespace cloche::events {

/// Whether an event comes from another bus; it then goes to no third one.
enum class Origin { sender, other_bus };

/// Sends `event`, JSON, which the rule matched, to each of its targets.
void send_to_targets(Account& account, const RuleName& rule, const std::string& event, Origin origin);

/// Whether something can be sent to a target of this ARN from a rule of this region: a function, topic, queue,
/// log group or bus of it.
bool is_reachable(std::string_view target_arn, std::string_view region);

/// Effects.
inline constexpr std::string_view refused_effect = "events.refused";
inline constexpr std::string_view retry_effect = "events.retry";
void take_refusal(Account& account, const Json& payload);
void retry(Account& account, const Json& payload);

}  // namespace cloche::events
