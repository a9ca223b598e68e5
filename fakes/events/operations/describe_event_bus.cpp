#include <nlohmann/json.hpp>

#include "fakes/events/errors.h"
#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer describe_event_bus(Call& call, const Structure& request) {
  const BusName name = named_bus(call, request, "Name");
  const auto bus = Store(call.account).find_bus(name);
  if (!bus) throw bus_not_found(name.name);
  Json answer = bus_document(call.account, *bus);
  add_bus_settings(answer, *bus);
  return answer;
}

}  // namespace cloche::events
