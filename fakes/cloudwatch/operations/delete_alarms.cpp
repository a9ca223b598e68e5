#include <algorithm>
#include <set>

#include "fakes/cloudwatch/alarm_message.h"
#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/cloudwatch/alarm_timer.h"
#include "fakes/cloudwatch/errors.h"
#include "fakes/cloudwatch/metric_writing.h"
#include "fakes/cloudwatch/operations/operations.h"
#include "fakes/cloudwatch/tags.h"

namespace cloche::cloudwatch {

// "If you specify any incorrect alarm names, the alarms you specify with correct names are still deleted"
// (API_DeleteAlarms): a name that is none's is passed over.
Answer delete_alarms(Call& call, const Structure& request) {
  AlarmStore store(call.account, call.region);
  std::vector<Alarm> alarms;
  std::set<std::string> names;
  for (const std::string& name : request.strings("AlarmNames")) {
    if (!names.insert(name).second) continue;
    if (auto alarm = store.find(name)) alarms.push_back(std::move(*alarm));
  }
  if (std::ranges::count_if(alarms, &Alarm::composite) > 1)
    throw validation_error("Only one composite alarm can be deleted in one request.");  // words assumed
  const Time now = call.account.clock().now();
  for (Alarm& alarm : alarms) {
    alarm.configured = now;
    store.add_history(alarm, now, "ConfigurationUpdate", "Alarm \"" + alarm.name + "\" deleted",
                      configuration_history(call.account, "Delete", alarm));
    remove_all_tags(call.account, alarm_arn(call.account, call.region, alarm.name));
    store.remove(alarm);
  }
  if (alarms.empty()) return {};
  forget_watchers(call.account);
  set_alarm_timer(call.account);
  return {};
}

}  // namespace cloche::cloudwatch
