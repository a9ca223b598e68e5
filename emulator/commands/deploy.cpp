// cloche deploy: deploys a template into a Cloche that runs, or, with --delete, takes it away again.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "emulator/commands/commands.h"
#include "emulator/commands/running_cloche.h"
#include "emulator/commands/stack_options.h"
#include "emulator/commands/stack_table.h"
#include "fakes/wire/http_message.h"

namespace cloche::commands {

namespace {

struct DeployOptions {
  StackOptions stack;
  RunningOptions running;
  bool deletes = false;
};

int refused(const RunningCloche::AdminAnswer& answer) {
  const bool is_error = answer.document.is_object() && answer.document.contains("error");
  fmt::print(
      stderr, "cloche: {}\n",
      is_error ? answer.document["error"].get<std::string>() : fmt::format("it answered {}", answer.status));
  return failed;
}

int delete_stack(RunningCloche& running, const DeployOptions& options) {
  const auto answer = running.admin("DELETE", fmt::format("/_cloche/deploy?stack={}&region={}",
                                                          wire::percent_encode(options.stack.stack_name()),
                                                          wire::percent_encode(options.running.region)));
  if (answer.status != 200) return refused(answer);
  answer.document.at("status");  // another server may say yes to anything
  fmt::print("deleted {}\n", options.stack.stack_name());
  return 0;
}

int deploy(const DeployOptions& options) {
  Json request{{"stack", options.stack.stack_name()},
               {"file", options.stack.path()},
               {"region", options.running.region}};
  try {
    request["parameters"] = options.stack.parameter_map();
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "cloche: {}\n", error.what());
    return misused;
  }
  return with_running(options.running, [&](RunningCloche& running) {
    if (options.deletes) return delete_stack(running, options);
    const auto answer = running.admin("POST", "/_cloche/deploy", request);
    if (answer.status != 200) return refused(answer);
    print_stack(answer.document);
    return 0;
  });
}

}  // namespace

void add_deploy(CLI::App& app, int& status) {
  const auto options = std::make_shared<DeployOptions>();
  CLI::App* command =
      app.add_subcommand("deploy", "Deploy a SAM or CloudFormation template into a running Cloche");
  command->add_option("TEMPLATE", options->stack.file, "The template")->required();
  options->stack.add_to(*command);
  options->running.add_to(*command);
  command->add_flag("--delete", options->deletes, "Delete the stack instead");
  command->callback([options, &status] { status = deploy(*options); });
}

}  // namespace cloche::commands
