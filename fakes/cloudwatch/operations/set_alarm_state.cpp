#include "fakes/cloudwatch/alarm_state.h"
#include "fakes/cloudwatch/alarm_timer.h"
#include "fakes/cloudwatch/errors.h"
#include "fakes/cloudwatch/metric_writing.h"
#include "fakes/cloudwatch/operations/operations.h"

namespace cloche::cloudwatch {

// The state holds until the alarm is evaluated the next time, which is soon: at the next of its moments. That
// of a composite alarm holds until one that it names changes.
Answer set_alarm_state(Call& call, const Structure& request) {
  std::optional<std::string> data;
  if (const std::string* given = request.find_string("StateReasonData")) {
    if (!given->empty() && !Json::accept(*given))
      throw ApiError("InvalidFormat", "StateReasonData must be valid JSON");  // words assumed
    if (!given->empty()) data = *given;
  }
  auto alarm = AlarmStore(call.account, call.region).find(request.string("AlarmName"));
  if (!alarm) throw alarm_not_found();
  change_state(call.account, *alarm, request.string("StateValue"), request.string("StateReason"),
               std::move(data));
  if (alarm->composite) return {};
  const Time now = call.account.clock().now();
  evaluate_at(call.account, alarm->id, first_seen(now, now, alarm->step));
  forget_watchers(call.account);
  return {};
}

}  // namespace cloche::cloudwatch
