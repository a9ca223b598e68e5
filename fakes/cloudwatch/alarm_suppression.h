#pragma once
// A composite alarm with an ActionsSuppressor holds its actions back: while that other alarm is in ALARM, for
// ActionsSuppressorWaitPeriod after its own change to see whether the other one goes there, and for
// ActionsSuppressorExtensionPeriod after it has left ("Composite alarm action suppression" of the user
// guide).
//
// What is held back is kept in Alarm::suppression, {"By", "Reason", "Former"}; the end of a period is the
// moment at which the alarm is due. Assumed: of several changes in one period, the actions of the last state
// are run at its end.
#include <string>

#include "fakes/cloudwatch/alarm_message.h"
#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/core/account.h"

namespace cloche::cloudwatch {

/// The name of its suppressor; "" where it has none.
std::string suppressor_of(const Alarm& alarm);

/// Whether the actions of this change are held back.
bool hold_back(Account& account, Alarm& alarm, const FormerState& former);
/// The suppressor of `alarm` has changed its state.
void suppressor_changed(Account& account, Alarm& alarm, const Alarm& suppressor);
/// The period has ended: runs what was held back.
void end_suppression(Account& account, Alarm& alarm);

}  // namespace cloche::cloudwatch
