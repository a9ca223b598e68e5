#include <nlohmann/json.hpp>

#include "fakes/events/operations/operations.h"
#include "fakes/events/paging.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer list_rule_names_by_target(Call& call, const Structure& request) {
  const BusName bus = existing_bus(call, request);
  const std::string& arn = request.string("TargetArn");
  Store store(call.account);
  const auto name = [](const std::string& rule) { return rule; };
  return page(
      request, "RuleNames",
      [&](const std::string& start, std::int64_t limit) {
        return store.rules_with_target(bus, arn, start, limit);
      },
      name, name);
}

}  // namespace cloche::events
