#pragma once
// When alarms are looked at. Each metric alarm has a moment at which it is due, or none where nothing that it
// sees can change before data come; the account has one timer, for the first of them. All that are due at one
// moment are evaluated in one unit of work: the metric alarms by region and name, then the composite alarms.
#include <cstdint>
#include <optional>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/clock.h"

namespace cloche::cloudwatch {

inline constexpr std::string_view evaluate_effect = "cloudwatch.evaluate_alarms";

/// Has an alarm evaluated at that moment, or not before data come, instead of when it was due; brings the
/// timer forward where that is needed. Does not tell the metrics' writer (forget_watchers).
void evaluate_at(Account& account, std::int64_t alarm, std::optional<Time> due);

/// Sets the timer to the first alarm that is due.
void set_alarm_timer(Account& account);

}  // namespace cloche::cloudwatch
