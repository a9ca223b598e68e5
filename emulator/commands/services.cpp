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

// docs/emulated.md, which a test compares with this.
int print_page(const front::Services& services) {
  fmt::print(
      "# What is emulated\n\n"
      "Written by `cloche services --markdown` from the tables that dispatch uses; a test compares them. An "
      "operation that is not here answers\n"
      "`NotEmulated` (501), and `GET /_cloche/unsupported` counts it. What is faithful and what is not, each "
      "fake's README says.\n\n"
      "| service | operations | |\n|---|---|---|\n");
  std::string without;
  for (const front::Service& service : services.all()) {
    if (service.emulated() == 0) {
      without += (without.empty() ? "" : ", ") + std::string(service.model->full_name);
      continue;
    }
    std::string names;
    for (const auto& operation : service.model->operations) {
      if (service.function(operation) == nullptr) continue;
      names += (names.empty() ? "" : ", ") + std::string(operation.name);
    }
    fmt::print("| {} | {} of {} | {} |\n", service.model->full_name, service.emulated(), service.known(),
               names);
  }
  fmt::print("\nKnown, and not emulated yet: {}.\n", without);
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
  const auto page = std::make_shared<bool>();
  command->add_flag("--markdown", *page, "All of them as a page of the documentation")->excludes("SERVICE");
  command->callback([name, page, &status] {
    const front::Services services(front::fakes());
    status = *page ? print_page(services) : name->empty() ? print_all(services) : print_one(services, *name);
  });
}

}  // namespace cloche::commands
