#include <nlohmann/json.hpp>

#include "fakes/events/errors.h"
#include "fakes/events/operations/operations.h"
#include "fakes/events/routing.h"

namespace cloche::events {

namespace {

// The API reference: these are mandatory. The words are assumed.
constexpr const char* mandatory[] = {"id", "account", "source", "time", "region", "resources", "detail-type"};

Json read_event(const std::string& text) {
  Json event;
  try {
    event = parse_json(text);
  } catch (const JsonSyntaxError&) {
    throw validation_error("Parameter Event is not valid.");
  }
  for (const char* member : mandatory) {
    if (!event.is_object() || !event.contains(member))
      throw validation_error("Parameter Event is not valid.");
  }
  return event;
}

}  // namespace

Answer test_event_pattern(Call&, const Structure& request) {
  const EventPattern pattern = compile_pattern(request.string("EventPattern"));
  return Json{{"Result", pattern.matches(read_event(request.string("Event")))}};
}

}  // namespace cloche::events
