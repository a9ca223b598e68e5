#pragma once
// An alarm in the forms in which others are told of it: the message to a topic, the event of a function, the
// event on the bus, the items of its history. Each has its own spelling of the same things.
#include <string>
#include <string_view>

#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/core/account.h"

namespace cloche::cloudwatch {

/// What an alarm's state was before it changed.
struct FormerState {
  std::string value;
  std::string reason;
  std::optional<std::string> reason_data;
  Time updated{};
};

/// `ALARM: "name" in US East (N. Virginia)`, at most 100 characters, as SNS has it.
std::string topic_subject(const Alarm& alarm);
std::string topic_message(const Account& account, const Alarm& alarm, const FormerState& former);
std::string function_event(const Account& account, const Alarm& alarm, const FormerState& former);
/// An event as EventBridge has it, with its id.
std::string bus_event(const Account& account, const Alarm& alarm, const FormerState& former,
                      std::string_view id);

/// HistoryData.
std::string state_history(const Alarm& alarm, const FormerState& former);
/// `type` is "Create", "Update" or "Delete".
std::string configuration_history(const Account& account, std::string_view type, const Alarm& alarm);
std::string action_history(std::string_view action, bool succeeded, std::string_view message,
                           Time state_updated, std::string_view error);

}  // namespace cloche::cloudwatch
