// cloche services: which operations of which services are emulated, derived from the tables that dispatch
// uses.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "emulator/commands/commands.h"
#include "emulator/front/services.h"

namespace cloche::commands {

namespace {

int print_all(const front::Services& services) {
  fmt::print("{:<20} {:>8} {:>6}  {}\n", "service", "emulated", "known", "name");
  for (const front::Service& service : services.all()) {
    fmt::print("{:<20} {:>8} {:>6}  {}\n", service.model->name, service.emulated(), service.known(),
               service.model->full_name);
  }
  return 0;
}

int print_one(const front::Services& services, const std::string& name) {
  const front::Service* service = services.find(name);
  if (service == nullptr) {
    fmt::print(stderr, "cloche: no service is named {} (cloche services lists them)\n", name);
    return misused;
  }
  for (const auto& operation : service->model->operations) {
    fmt::print("{:<50} {}\n", operation.name,
               service->function(operation) != nullptr ? "emulated" : "not emulated");
  }
  return 0;
}

}  // namespace

void add_services(CLI::App& app, int& status) {
  const auto name = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("services", "Show what is emulated");
  command->add_option("SERVICE", *name, "Show this service's operations");
  command->callback([name, &status] {
    const front::Services services(front::fakes());
    status = name->empty() ? print_all(services) : print_one(services, *name);
  });
}

}  // namespace cloche::commands
