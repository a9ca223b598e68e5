#pragma once
// A function behind the API, from its parts: its routes, what it does with events that are none of the API's,
// and the services that both use.
#include <functional>
#include <memory>
#include <vector>

#include "handlers/rest/api.h"
#include "handlers/runtime/dynamodb.h"
#include "handlers/runtime/lambda_runtime.h"

namespace handlers {

/// What a function works with; lives as long as the process.
struct Services {
  explicit Services(Environment variables) : environment(std::move(variables)), client(environment, clock) {}

  Environment environment;
  SystemClock clock;
  Log log;
  AwsClient client;
  DynamoDb database{client};
};

struct ApiFunction {
  std::vector<Route> routes;
  /// An event of a schedule or of another function, and its answer; without one, such an event is an error.
  std::function<json::object(const Json& event)> on_event;
  std::vector<std::shared_ptr<void>> owners;  // of what the routes use
};

/// Runs the function that `make` makes; answers the process's exit code. ALLOWED_ORIGIN is who may call from
/// a browser.
int run_api(const std::function<ApiFunction(Services&)>& make);

}  // namespace handlers
