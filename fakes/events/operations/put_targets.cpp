#include <nlohmann/json.hpp>

#include "fakes/events/errors.h"
#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"
#include "fakes/events/target_delivery.h"
#include "fakes/events/target_rules.h"

namespace cloche::events {

namespace {

constexpr std::size_t targets_per_rule = 5;

}  // namespace

Answer put_targets(Call& call, const Structure& request) {
  const RuleName rule = existing_rule(call, request, "Rule").name;
  const std::vector<Structure> targets = request.structures("Targets");
  for (const Structure& target : targets) check_target(call, target);
  Store store(call.account);
  for (const Structure& target : targets) {
    const std::string& arn = target.string("Arn");
    if (!is_reachable(arn, call.region)) call.report_unsupported("PutTargets: events are not sent to " + arn);
    store.put_target(rule, {target.string("Id"), arn, target.document().dump()});
  }
  if (store.targets(rule).size() > targets_per_rule) throw limit_exceeded();
  return Json{{"FailedEntryCount", 0}, {"FailedEntries", Json::array()}};
}

}  // namespace cloche::events
