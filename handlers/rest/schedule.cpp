#include "handlers/rest/schedule.h"

#include "handlers/rest/instant.h"
#include "handlers/runtime/lambda_runtime.h"

namespace handlers {

Millis scheduled_at(const Json& event) {
  const json::object* object = event.if_object();
  const auto time = object == nullptr ? std::nullopt : text_member(*object, "time");
  if (const auto moment = time ? parse_instant(*time) : std::nullopt) return *moment;
  throw FunctionError("UnknownEvent", "this function takes events of its API and of its schedule only");
}

}  // namespace handlers
