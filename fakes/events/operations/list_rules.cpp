#include <nlohmann/json.hpp>

#include "fakes/events/operations/operations.h"
#include "fakes/events/paging.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer list_rules(Call& call, const Structure& request) {
  const BusName bus = existing_bus(call, request);
  const std::string prefix = request.string_or("NamePrefix", "");
  Store store(call.account);
  return page(
      request, "Rules",
      [&](const std::string& start, std::int64_t limit) { return store.rules(bus, prefix, start, limit); },
      [](const Rule& rule) { return rule.name.name; },
      [&](const Rule& rule) { return rule_document(call.account, rule); });
}

}  // namespace cloche::events
