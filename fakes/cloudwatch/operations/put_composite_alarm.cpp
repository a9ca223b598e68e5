#include <array>

#include "fakes/cloudwatch/alarm_configuration.h"
#include "fakes/cloudwatch/alarm_suppression.h"
#include "fakes/cloudwatch/composite_alarm.h"
#include "fakes/cloudwatch/errors.h"
#include "fakes/cloudwatch/operations/operations.h"

namespace cloche::cloudwatch {

namespace {

constexpr std::array<std::string_view, 8> composite_alarm_members{"AlarmDescription",
                                                                  "OKActions",
                                                                  "AlarmActions",
                                                                  "InsufficientDataActions",
                                                                  "AlarmRule",
                                                                  "ActionsSuppressor",
                                                                  "ActionsSuppressorWaitPeriod",
                                                                  "ActionsSuppressorExtensionPeriod"};

}  // namespace

Answer put_composite_alarm(Call& call, const Structure& request) {
  const AlarmRule rule = parse_rule(request.string("AlarmRule"));
  auto names = alarms_in(rule);
  AlarmStore store(call.account, call.region);
  std::string missing;
  for (const std::string& name : names) {
    if (!store.find(name)) missing += (missing.empty() ? "" : ", ") + name;
  }
  if (!missing.empty()) {
    throw validation_error("Could not save the composite alarm as alarms [" + missing +
                           "] in the alarm rule do not exist");
  }
  if (request.has("ActionsSuppressor")) {
    if (!request.has("ActionsSuppressorWaitPeriod") || !request.has("ActionsSuppressorExtensionPeriod")) {
      throw validation_error(
          "ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are required with "
          "ActionsSuppressor.");  // assumed
    }
  }
  check_actions(call, request);
  Alarm alarm = alarm_of(call, request, true, composite_alarm_members);
  const std::string suppressor = suppressor_of(alarm);
  if (!suppressor.empty() && !store.find(suppressor)) {
    throw validation_error("Could not save the composite alarm as the suppressor alarm [" + suppressor +
                           "] does not exist");  // assumed
  }
  const bool is_new = write_alarm(call, request, alarm);
  if (!suppressor.empty()) names.push_back(suppressor);
  store.set_children(alarm, names);
  evaluate_put(call.account, alarm, is_new ? "created" : "updated");
  return {};
}

}  // namespace cloche::cloudwatch
