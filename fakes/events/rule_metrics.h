#pragma once
// What EventBridge tells CloudWatch of a rule, in the namespace AWS/Events, by RuleName (and EventBusName, of
// a bus that is not the default one).
#include <initializer_list>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/events/names.h"

namespace cloche::events {

/// Counts one for each of the metrics: "MatchedEvents", "TriggeredRules", "Invocations", "FailedInvocations",
/// "InvocationsSentToDlq".
void count(Account& account, const RuleName& rule, std::initializer_list<std::string_view> metrics);

}  // namespace cloche::events
