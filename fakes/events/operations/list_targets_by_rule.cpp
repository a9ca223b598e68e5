#include <nlohmann/json.hpp>

#include "fakes/events/operations/operations.h"
#include "fakes/events/paging.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer list_targets_by_rule(Call& call, const Structure& request) {
  const RuleName rule = existing_rule(call, request, "Rule").name;
  Store store(call.account);
  return page(
      request, "Targets",
      [&](const std::string& start, std::int64_t limit) { return store.targets(rule, start, limit); },
      [](const Target& target) { return target.id; },
      [](const Target& target) { return Json::parse(target.definition); });
}

}  // namespace cloche::events
