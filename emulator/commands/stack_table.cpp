#include "emulator/commands/stack_table.h"

#include <fmt/core.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>

namespace cloche::commands {

namespace {

void print_row(std::string_view what, std::string_view value) { fmt::print("  {:<20} {}\n", what, value); }

std::size_t print_type(const Json& deployed, std::string_view type, std::string_view what) {
  std::size_t count = 0;
  for (const Json& resource : deployed.at("resources")) {
    if (resource.at("type") != type) continue;
    print_row(what, resource.at("physical_id").get_ref<const std::string&>());
    ++count;
  }
  return count;
}

}  // namespace

void print_stack(const Json& deployed) {
  const bool changed = deployed.at("changed").get<bool>();
  print_row("stack", fmt::format("{} ({})", deployed.at("stack").get<std::string>(),
                                 changed ? deployed.at("status").get<std::string>() : "no change"));
  for (const Json& api : deployed.at("apis")) print_row("API", api.at("url").get_ref<const std::string&>());
  std::size_t shown = print_type(deployed, "AWS::Lambda::Function", "function");
  shown += print_type(deployed, "AWS::DynamoDB::Table", "table");
  shown += print_type(deployed, "AWS::SQS::Queue", "queue");
  shown += print_type(deployed, "AWS::SNS::Topic", "topic");
  if (const std::size_t rest = deployed.at("resources").size() - shown; rest != 0)
    print_row("and", fmt::format("{} more resources", rest));
  for (const auto& [name, value] : deployed.at("outputs").items())
    print_row("output " + name, value.get_ref<const std::string&>());
  std::fflush(stdout);
  for (const Json& line : deployed.at("unsupported"))
    fmt::print(stderr, "cloche: not applied: {}\n", line.get<std::string>());
}

}  // namespace cloche::commands
