#include <nlohmann/json.hpp>

#include "fakes/events/bus_policy.h"
#include "fakes/events/errors.h"
#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer remove_permission(Call& call, const Structure& request) {
  const BusName name = existing_bus(call, request);
  Store store(call.account);
  Bus bus = *store.find_bus(name);
  if (request.boolean_or("RemoveAllPermissions", false)) {
    bus.policy.reset();
  } else {
    remove_statement(bus.policy, request.string_or("StatementId", ""));
  }
  store.put_bus(bus);
  return {};
}

}  // namespace cloche::events
