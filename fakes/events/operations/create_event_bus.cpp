#include <nlohmann/json.hpp>

#include "fakes/events/errors.h"
#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"

namespace cloche::events {

namespace {

constexpr std::int64_t buses_per_region = 100;

}  // namespace

Answer create_event_bus(Call& call, const Structure& request) {
  const BusName name{call.region, request.string("Name")};
  if (request.has("EventSourceName")) throw not_emulated("an event bus of a partner");
  if (name.name.find('/') != std::string::npos) {
    throw validation_error("Event bus name must not contain '/'.");
  }
  Store store(call.account);
  if (store.find_bus(name)) throw bus_exists(name.name);
  if (store.bus_count(call.region) >= buses_per_region) throw limit_exceeded();
  Bus bus;
  bus.name = name;
  bus.created = std::chrono::floor<std::chrono::seconds>(call.account.clock().now());
  bus.modified = bus.created;
  set_bus_settings(call, request, bus);
  store.put_bus(bus);
  const std::string arn = bus_arn(call.account, name);
  put_tags(store, arn, request);
  Json answer{{"EventBusArn", arn}};
  add_bus_settings(answer, bus);
  return answer;
}

}  // namespace cloche::events
