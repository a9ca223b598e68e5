#include <nlohmann/json.hpp>

#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"
#include "fakes/events/rule_schedule.h"

namespace cloche::events {

Answer disable_rule(Call& call, const Structure& request) {
  Rule rule = existing_rule(call, request);
  rule.state = "DISABLED";
  Store(call.account).put_rule(rule);
  cancel_timer(call.account, rule.name);
  return {};
}

}  // namespace cloche::events
