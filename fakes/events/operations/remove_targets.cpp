#include <nlohmann/json.hpp>

#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer remove_targets(Call& call, const Structure& request) {
  const RuleName rule = existing_rule(call, request, "Rule").name;
  Store store(call.account);
  Json failed = Json::array();
  for (const std::string& id : request.strings("Ids")) {
    if (store.remove_target(rule, id)) continue;
    // Assumed: that it fails, and the words.
    failed.push_back(
        {{"TargetId", id},
         {"ErrorCode", "ResourceNotFoundException"},
         {"ErrorMessage", "Rule " + rule.name + " does not have a target with the Id " + id + "."}});
  }
  return Json{{"FailedEntryCount", failed.size()}, {"FailedEntries", failed}};
}

}  // namespace cloche::events
