#include <nlohmann/json.hpp>

#include "fakes/events/errors.h"
#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"

namespace cloche::events {

// A bus that is not there is as good as deleted: the service says nothing.
Answer delete_event_bus(Call& call, const Structure& request) {
  const BusName name = named_bus(call, request, "Name");
  if (name.is_default()) throw validation_error("Cannot delete event bus default.");
  Store store(call.account);
  if (store.rule_count(name) > 0) throw validation_error("EventBus can't be deleted since it has rules.");
  store.remove_bus(name);
  store.remove_tags(bus_arn(call.account, name));
  return {};
}

}  // namespace cloche::events
