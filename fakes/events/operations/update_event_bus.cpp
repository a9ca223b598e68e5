#include <nlohmann/json.hpp>

#include "fakes/events/errors.h"
#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer update_event_bus(Call& call, const Structure& request) {
  const BusName name = named_bus(call, request, "Name");
  Store store(call.account);
  auto bus = store.find_bus(name);
  if (!bus) throw bus_not_found(name.name);
  set_bus_settings(call, request, *bus);
  bus->modified = std::chrono::floor<std::chrono::seconds>(call.account.clock().now());
  store.put_bus(*bus);
  Json answer{{"Name", name.name}, {"Arn", bus_arn(call.account, name)}};
  add_bus_settings(answer, *bus);
  return answer;
}

}  // namespace cloche::events
