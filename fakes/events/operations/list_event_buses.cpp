#include <nlohmann/json.hpp>

#include "fakes/events/operations/operations.h"
#include "fakes/events/paging.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer list_event_buses(Call& call, const Structure& request) {
  const std::string prefix = request.string_or("NamePrefix", "");
  Store store(call.account);
  return page(
      request, "EventBuses",
      [&](const std::string& start, std::int64_t limit) {
        return store.buses(call.region, prefix, start, limit);
      },
      [](const Bus& bus) { return bus.name.name; },
      [&](const Bus& bus) { return bus_document(call.account, bus); });
}

}  // namespace cloche::events
