#include "fakes/cloudwatch/alarm_state.h"

#include <fmt/core.h>

#include "fakes/cloudwatch/alarm_suppression.h"
#include "fakes/cloudwatch/composite_alarm.h"
#include "fakes/core/arn.h"
#include "fakes/core/delivery.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::string_view principal = "cloudwatch.amazonaws.com";
// "Alarm actions", user guide: the principal that a function's policy names.
constexpr std::string_view invoking_principal = "lambda.alarms.cloudwatch.amazonaws.com";

/// Sends to a topic or a function. Other actions were said to be unsupported when the alarm was put.
void run_action(Account& account, const Alarm& alarm, const FormerState& former, const std::string& action) {
  const auto target = Arn::parse(action);
  if (!target || (target->service != "sns" && target->service != "lambda")) return;
  const bool to_topic = target->service == "sns";
  const std::string message =
      to_topic ? topic_message(account, alarm, former) : function_event(account, alarm, former);
  const Time now = account.clock().now();
  const std::int64_t item = AlarmStore(account, alarm.region)
                                .add_history(alarm, now, "Action", "Successfully executed action " + action,
                                             action_history(action, true, message, alarm.updated, ""));
  deliver(account,
          {.target = action,
           .sender = std::string(to_topic ? principal : invoking_principal),
           .source = alarm_arn(account, alarm.region, alarm.name),
           .body = message,
           .subject = to_topic ? topic_subject(alarm) : ""},
          OnRefusal{std::string(action_refused_effect),
                    {{"Item", item},
                     {"Region", alarm.region},
                     {"Action", action},
                     {"StateUpdated", to_millis(alarm.updated)}}});
}

void tell_bus(Account& account, const Alarm& alarm, const FormerState& former) {
  deliver(account, {.target = make_arn("events", alarm.region, account.number(), "event-bus/default"),
                    .sender = std::string(principal),
                    .source = alarm_arn(account, alarm.region, alarm.name),
                    .body = bus_event(account, alarm, former, account.ids().uuid())});
}

}  // namespace

void run_actions(Account& account, const Alarm& alarm, const FormerState& former) {
  for (const Json& action : alarm.actions_of(alarm.state))
    run_action(account, alarm, former, action.get<std::string>());
}

void change_state(Account& account, Alarm& alarm, std::string_view state, std::string reason,
                  std::optional<std::string> reason_data) {
  AlarmStore store(account, alarm.region);
  const FormerState former{alarm.state, alarm.reason, alarm.reason_data, alarm.updated};
  const Time now = account.clock().now();
  const bool changes = alarm.state != state;
  alarm.state = state;
  alarm.reason = std::move(reason);
  alarm.reason_data = std::move(reason_data);
  alarm.updated = now;
  if (changes) alarm.transitioned = now;
  store.put_state(alarm);
  if (!changes) return;

  store.add_history(alarm, now, "StateUpdate",
                    fmt::format("Alarm updated from {} to {}", former.value, alarm.state),
                    state_history(alarm, former));
  if (alarm.actions_enabled && !hold_back(account, alarm, former)) run_actions(account, alarm, former);
  tell_bus(account, alarm, former);
  evaluate_parents(account, alarm);
}

void note_refused_action(Account& account, const Json& payload) {
  const std::string action = payload["Action"].get<std::string>();
  const std::string error = payload["ErrorMessage"].get<std::string>();
  AlarmStore(account, payload["Region"].get<std::string>())
      .replace_history(
          payload["Item"].get<std::int64_t>(),
          fmt::format("Failed to execute action {}. Received error: \"{}\"", action, error).substr(0, 255),
          action_history(action, false, "", from_millis(payload["StateUpdated"].get<std::int64_t>()), error));
}

}  // namespace cloche::cloudwatch
