#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "fakes/cloudwatch/alarm_message.h"
#include "fakes/cloudwatch/alarm_store.h"
#include "fakes/cloudwatch/alarm_timer.h"
#include "fakes/cloudwatch/errors.h"
#include "fakes/cloudwatch/metric_writing.h"
#include "fakes/cloudwatch/operations/operations.h"
#include "fakes/cloudwatch/tags.h"

namespace cloche::cloudwatch {

namespace {

// "You can't delete any composite alarm that is part of the cycle because there is always still a composite
// alarm that depends on that alarm" (API_DeleteAlarms). Assumed: that the one composite alarm which a request
// may name takes those with it that only itself depends on, and that a suppressor is depended on, too.
void check_nothing_depends_on(AlarmStore& store, const std::vector<Alarm>& alarms) {
  const auto goes_too = [&](const Alarm& parent, const Alarm& child) {
    return parent.id != child.id && std::ranges::find(alarms, parent.id, &Alarm::id) != alarms.end();
  };
  std::vector<std::string> needed;
  for (const Alarm& alarm : alarms) {
    const std::vector<Alarm> parents = store.parents(alarm.name);
    if (!std::ranges::all_of(parents, [&](const Alarm& parent) { return goes_too(parent, alarm); }))
      needed.push_back(alarm.name);
  }
  if (needed.empty()) return;
  throw validation_error(fmt::format("Cannot delete {} as there are composite alarm(s) depending on {}.",
                                     fmt::join(needed, ","), needed.size() == 1 ? "it" : "them"));
}

}  // namespace

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
  check_nothing_depends_on(store, alarms);
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
