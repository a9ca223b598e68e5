#include "fakes/cloudwatch/alarm_suppression.h"

#include <chrono>

#include "fakes/cloudwatch/alarm_state.h"
#include "fakes/cloudwatch/alarm_timer.h"
#include "fakes/core/arn.h"

namespace cloche::cloudwatch {

namespace {

Json kept(const FormerState& former) {
  Json kept{{"Value", former.value}, {"Reason", former.reason}, {"Updated", to_millis(former.updated)}};
  if (former.reason_data) kept["ReasonData"] = *former.reason_data;
  return kept;
}

FormerState former_of(const Json& kept) {
  FormerState former{kept["Value"], kept["Reason"], std::nullopt,
                     from_millis(kept["Updated"].get<std::int64_t>())};
  if (kept.contains("ReasonData")) former.reason_data = kept["ReasonData"].get<std::string>();
  return former;
}

/// `period` names the member with its length; empty: for as long as the suppressor is in ALARM.
void suppress(Account& account, Alarm& alarm, const char* by, const char* period) {
  alarm.suppression["By"] = by;
  alarm.suppression["Reason"] = std::string("Actions suppressed by ") + by;  // words assumed
  AlarmStore(account, alarm.region).put_state(alarm);
  std::optional<Time> end;
  if (period != nullptr)
    end = account.clock().now() + std::chrono::seconds(alarm.configuration[period].get<std::int64_t>());
  evaluate_at(account, alarm.id, end);
}

}  // namespace

std::string suppressor_of(const Alarm& alarm) {
  const std::string text = alarm.text("ActionsSuppressor");
  const auto arn = Arn::parse(text);
  return arn && arn->resource.starts_with("alarm:") ? arn->resource.substr(6) : text;
}

bool hold_back(Account& account, Alarm& alarm, const FormerState& former) {
  const std::string name = suppressor_of(alarm);
  if (name.empty()) return false;
  const bool holds_already = !alarm.suppression.is_null();
  if (!holds_already) alarm.suppression = Json::object();
  alarm.suppression["Former"] = kept(former);
  const auto suppressor = AlarmStore(account, alarm.region).find(name);
  if (suppressor && suppressor->state == state_alarm) {
    suppress(account, alarm, "Alarm", nullptr);
  } else if (!holds_already) {
    suppress(account, alarm, "WaitPeriod", "ActionsSuppressorWaitPeriod");
  } else {
    AlarmStore(account, alarm.region).put_state(alarm);
  }
  return true;
}

void suppressor_changed(Account& account, Alarm& alarm, const Alarm& suppressor) {
  if (alarm.suppression.is_null()) return;
  if (suppressor.state == state_alarm) {
    suppress(account, alarm, "Alarm", nullptr);
  } else if (alarm.suppression["By"] == "Alarm") {
    suppress(account, alarm, "ExtensionPeriod", "ActionsSuppressorExtensionPeriod");
  }
}

void end_suppression(Account& account, Alarm& alarm) {
  evaluate_at(account, alarm.id, std::nullopt);
  if (alarm.suppression.is_null()) return;
  const FormerState former = former_of(alarm.suppression["Former"]);
  alarm.suppression = nullptr;
  AlarmStore(account, alarm.region).put_state(alarm);
  if (alarm.actions_enabled) run_actions(account, alarm, former);
}

}  // namespace cloche::cloudwatch
