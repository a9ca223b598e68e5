#include <nlohmann/json.hpp>

#include "fakes/events/bus_policy.h"
#include "fakes/events/errors.h"
#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"

namespace cloche::events {

Answer put_permission(Call& call, const Structure& request) {
  const BusName name = existing_bus(call, request);
  Store store(call.account);
  Bus bus = *store.find_bus(name);
  if (const std::string* policy = request.find_string("Policy")) {
    check_policy(*policy);
    bus.policy = *policy;
  } else {
    add_statement(bus.policy, request, bus_arn(call.account, name));
  }
  store.put_bus(bus);
  call.report_unsupported("PutPermission: who may send to an event bus is not enforced");
  return {};
}

}  // namespace cloche::events
