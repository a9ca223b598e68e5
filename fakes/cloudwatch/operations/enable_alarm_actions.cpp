#include "fakes/cloudwatch/alarm_message.h"
#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/cloudwatch/operations/operations.h"

namespace cloche::cloudwatch {

namespace {

/// Assumed: names that are no alarm's are passed over.
Answer set_actions(Call& call, const Structure& request, bool enabled) {
  AlarmStore store(call.account, call.region);
  const Time now = call.account.clock().now();
  for (const std::string& name : request.strings("AlarmNames")) {
    auto alarm = store.find(name);
    if (!alarm || alarm->actions_enabled == enabled) continue;
    alarm->actions_enabled = enabled;
    alarm->configured = now;
    store.set_actions_enabled(*alarm, enabled);
    store.add_history(*alarm, now, "ConfigurationUpdate", "Alarm \"" + name + "\" updated",
                      configuration_history(call.account, "Update", *alarm));
  }
  return {};
}

}  // namespace

Answer enable_alarm_actions(Call& call, const Structure& request) { return set_actions(call, request, true); }
Answer disable_alarm_actions(Call& call, const Structure& request) {
  return set_actions(call, request, false);
}

}  // namespace cloche::cloudwatch
