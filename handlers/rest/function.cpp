#include "handlers/rest/function.h"

#include <array>

namespace handlers {

namespace {

std::string handle(const ApiFunction& function, Services& services, const std::string& origin,
                   const Invocation& invocation) {
  services.client.set_deadline(invocation.deadline);
  services.client.set_trace(invocation.trace_id);
  services.log.set_request(invocation.request_id);
  std::array<unsigned char, 16 * 1024> first_memory;
  json::monotonic_resource memory(first_memory.data(), first_memory.size());
  const Json event = read_json(invocation.event, &memory);
  if (ApiRequest::is_one(event)) {
    const ApiRequest request = ApiRequest::of(event.get_object(), invocation.request_id);
    return to_text(answer(function.routes, request, origin, services.log));
  }
  if (!function.on_event) throw FunctionError("UnknownEvent", "this function takes events of its API only");
  return to_text(function.on_event(event));
}

}  // namespace

int run_api(const std::function<ApiFunction(Services&)>& make) {
  Services services(Environment::of_process());
  return run_function(services.environment, services.clock, [&]() -> Handler {
    auto function = std::make_shared<ApiFunction>(make(services));
    const std::string origin = services.environment.get("ALLOWED_ORIGIN", "*");
    return [function, &services, origin](const Invocation& invocation) {
      return handle(*function, services, origin, invocation);
    };
  });
}

}  // namespace handlers
