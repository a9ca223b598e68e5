#pragma once
// An alarm goes from one state to another: what is written, and who is told. A composite alarm looks again
// when one that it names has changed.
#include <optional>
#include <string>
#include <string_view>

#include "fakes/cloudwatch/alarm_message.h"
#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/core/account.h"

namespace cloche::cloudwatch {

inline constexpr std::string_view action_refused_effect = "cloudwatch.action_refused";

/// Gives the alarm a state and the reason for it. If it is another than it was: a StateUpdate in its history,
/// the actions of the state, an event on the default bus, and the composite alarms that name it are
/// evaluated.
void change_state(Account& account, Alarm& alarm, std::string_view state, std::string reason,
                  std::optional<std::string> reason_data);

/// Runs the actions that the alarm has for its state.
void run_actions(Account& account, const Alarm& alarm, const FormerState& former);

/// The effect for an action whose target refused it: the history says so.
void note_refused_action(Account& account, const Json& payload);

}  // namespace cloche::cloudwatch
