#pragma once
// What PutMetricAlarm and PutCompositeAlarm have in common: actions, tags, and how a configuration is kept.
#include <span>
#include <string_view>

#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/wire/service.h"

namespace cloche::cloudwatch {

/// Checks the ARNs of the three lists of actions, and says which of them will not be run.
void check_actions(wire::Call& call, const wire::Structure& request);

/// The alarm that the request puts, with `members` of it as its configuration: a new one, or the one of that
/// name, which keeps its state. Not yet written. Throws ApiError where the name is one of the other type, or
/// there are too many.
Alarm alarm_of(wire::Call& call, const wire::Structure& request, bool composite,
               std::span<const std::string_view> members);

/// Writes it, with an item of its history; of a new one also the tags. Answers whether it is new.
bool write_alarm(wire::Call& call, const wire::Structure& request, Alarm& alarm);

}  // namespace cloche::cloudwatch
