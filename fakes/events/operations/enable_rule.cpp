#include <nlohmann/json.hpp>

#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"
#include "fakes/events/rule_schedule.h"

namespace cloche::events {

Answer enable_rule(Call& call, const Structure& request) {
  Rule rule = existing_rule(call, request);
  if (rule.is_enabled()) return {};
  rule.state = "ENABLED";
  rule.schedule_start = call.account.clock().now();
  Store(call.account).put_rule(rule);
  set_timer(call.account, rule);
  return {};
}

}  // namespace cloche::events
