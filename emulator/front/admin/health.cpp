// GET /_cloche/health: the version, and of each service how many operations are emulated.
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"
#include "emulator/front/version.h"

namespace cloche::front::admin {

void get_health(AdminCall& call) {
  Json services = Json::object();
  for (const Service& service : call.services.all()) {
    services[service.model->name] = {{"emulated", service.emulated()}, {"known", service.known()}};
  }
  call.answer.json(200, {{"status", "running"}, {"version", version}, {"services", std::move(services)}});
}

// For tools that wait for LocalStack:
// https://docs.localstack.cloud/aws/capabilities/networking/internal-endpoints/
void get_localstack_health(AdminCall& call) {
  Json services = Json::object();
  for (const Service& service : call.services.all()) {
    services[service.model->name] = service.emulated() > 0 ? "running" : "disabled";
  }
  call.answer.json(200, {{"services", std::move(services)}, {"edition", "cloche"}, {"version", version}});
}

}  // namespace cloche::front::admin
