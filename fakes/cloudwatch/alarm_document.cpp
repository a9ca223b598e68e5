#include "fakes/cloudwatch/alarm_document.h"

namespace cloche::cloudwatch {

Json alarm_document(const Account& account, const Alarm& alarm) {
  Json document = alarm.configuration;
  document["AlarmName"] = alarm.name;
  document["AlarmArn"] = alarm_arn(account, alarm.region, alarm.name);
  document["ActionsEnabled"] = alarm.actions_enabled;
  document["AlarmConfigurationUpdatedTimestamp"] = to_millis(alarm.configured);
  document["StateValue"] = alarm.state;
  document["StateReason"] = alarm.reason;
  if (alarm.reason_data) document["StateReasonData"] = *alarm.reason_data;
  document["StateUpdatedTimestamp"] = to_millis(alarm.updated);
  document["StateTransitionedTimestamp"] = to_millis(alarm.transitioned);
  if (!alarm.suppression.is_null()) {
    document["ActionsSuppressedBy"] = alarm.suppression["By"];
    document["ActionsSuppressedReason"] = alarm.suppression["Reason"];
  }
  return document;
}

}  // namespace cloche::cloudwatch
