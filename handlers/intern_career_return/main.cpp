// Interncareerreturn2
#include "handlers/intern_career_return/dynamodb_returns.h"
#include "handlers/rest/announcements.h"
#include "handlers/rest/function.h"

namespace {

struct Parts {
  explicit Parts(handlers::Services& services)
      : store(services.database, services.environment), returns(store) {}

  handlers::DynamoDbReturns store;
  handlers::Returns returns;
};

}  // namespace

int main() {
  return handlers::run_api([](handlers::Services& services) {
    auto parts = std::make_shared<Parts>(services);
    const auto remind = [parts, &services](const handlers::Json& event) {
      handlers::json::object answer = parts->returns.remind(event, [&](const handlers::json::object& detail) {
        handlers::announce(services.client, "Returns missing", detail);
      });
      services.log.info("reminded", answer);
      return answer;
    };
    return handlers::ApiFunction{.routes = parts->returns.routes(), .on_event = remind, .owners = {parts}};
  });
}
