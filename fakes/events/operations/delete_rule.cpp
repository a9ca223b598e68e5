#include <nlohmann/json.hpp>

#include "fakes/events/errors.h"
#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"
#include "fakes/events/rule_schedule.h"

namespace cloche::events {

// A rule that is not there is as good as deleted: the service says nothing.
Answer delete_rule(Call& call, const Structure& request) {
  const RuleName name{existing_bus(call, request), request.string("Name")};
  Store store(call.account);
  if (!store.targets(name, "", 1).empty()) {
    throw validation_error("Rule can't be deleted since it has targets.");
  }
  store.remove_rule(name);
  store.remove_tags(rule_arn(call.account, name));
  cancel_timer(call.account, name);
  return {};
}

}  // namespace cloche::events
