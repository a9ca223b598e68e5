// cloche up: serves every service on one port until it is told to stop.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

#include "emulator/commands/commands.h"
#include "emulator/commands/interrupt.h"
#include "emulator/commands/sample_data.h"
#include "emulator/commands/seed_option.h"
#include "emulator/commands/stack_options.h"
#include "emulator/commands/stack_table.h"
#include "emulator/front/emulator.h"
#include "emulator/front/version.h"

namespace cloche::commands {

namespace {

struct Options {
  StackOptions stack;       // the template, if there is one
  std::string sample_data;  // a scenario
  std::string address = "127.0.0.1";
  std::uint16_t port = 4566;
  std::string data;
  std::string iam = "off";
  std::string region = "us-east-1";  // of the template
  bool strict = false;
  std::optional<std::uint64_t> seed;
  unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1U, 4U);
};

// What this version does not do is refused, not accepted in silence.
std::optional<std::string> not_in_this_version(const Options& options) {
  if (options.iam != "off")
    return "--iam " + options.iam + " is not in this version of Cloche; only --iam off is";
  return std::nullopt;
}

/// Deploys the template as POST /_cloche/deploy does. Throws front::AdminError.
std::optional<Json> deploy(front::Emulator& emulator, const Options& options) {
  if (options.stack.file.empty()) return std::nullopt;
  front::World& main = emulator.accounts().main();
  // What is not applied is in the answer, and printed with the table.
  return front::deploy_into(main, main.unsupported.unprinted(),
                            {{"stack", options.stack.stack_name()},
                             {"file", options.stack.path()},
                             {"region", options.region},
                             {"parameters", options.stack.parameter_map()}},
                            fmt::format("localhost:{}", emulator.port()));
}

void print_table(const front::Emulator& emulator, front::World& main, const Options& options,
                 const std::optional<Json>& deployed) {
  fmt::print("cloche {}\n\n", front::version);
  std::size_t without = 0;
  for (const front::Service& service : emulator.services().all()) {
    if (service.emulated() == 0) {
      ++without;
      continue;
    }
    fmt::print("  {:<20} {:>3} of {:>3} operations\n", service.model->name, service.emulated(),
               service.known());
  }
  fmt::print("  {} more services are known and answer \"not emulated\" (cloche services)\n\n", without);
  fmt::print("  {:<20} {}\n", "account", main.account->number());
  fmt::print("  {:<20} {}\n", "data",
             options.data.empty() ? "in memory (--data DIR keeps it)" : options.data);
  fmt::print("  {:<20} {}\n", "seed", main.account->seed());
  fmt::print("  {:<20} {}/_cloche/health\n\n", "admin API", emulator.endpoint());
  if (deployed) {
    print_stack(*deployed);
    fmt::print("\n");
  }
}

/// Plays the sample data, if there is any; false where a signal came meanwhile.
bool fill(const front::Emulator& emulator, const Options& options, const std::optional<Json>& deployed,
          Interrupt& interrupt) {
  if (options.sample_data.empty()) return true;
  std::fflush(stdout);
  const auto path = play_sample_data(emulator.endpoint(), options.sample_data, interrupt);
  if (!path) return false;
  const bool has_api = deployed && !deployed->at("apis").empty();
  if (has_api && !path->empty()) {
    std::string url = deployed->at("apis").front().at("url").get<std::string>();
    if (url.ends_with('/')) url.pop_back();
    fmt::print("  {:<20} curl {}{}\n", "try", url, *path);
  }
  fmt::print("\n");
  return true;
}

int up(const Options& options) {
  if (const auto what = not_in_this_version(options)) {
    fmt::print(stderr, "cloche: {}\n", *what);
    return misused;
  }
  Interrupt interrupt;  // a second signal ends it at once
  try {
    front::Emulator emulator(
        {.address = options.address,
         .port = options.port,
         .threads = options.threads,
         .accounts = {.data = options.data, .seed = options.seed, .strict = options.strict}});
    const auto deployed = deploy(emulator, options);
    print_table(emulator, emulator.accounts().main(), options, deployed);
    if (fill(emulator, options, deployed, interrupt)) {
      fmt::print("ready {}\n", emulator.endpoint());
      std::fflush(stdout);
      interrupt.flag().wait(false);
    }
    fmt::print("stopping\n");
    std::fflush(stdout);
  } catch (const front::AdminError& error) {
    fmt::print(stderr, "cloche: {}\n", error.message);
    return failed;
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "cloche: {}\n", error.what());
    return misused;
  } catch (const std::exception& error) {
    fmt::print(stderr, "cloche: {}\n", error.what());
    return failed;
  }
  return 0;
}

}  // namespace

void add_up(CLI::App& app, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("up", "Serve the services on one port");
  command->add_option("TEMPLATE", options->stack.file, "A SAM or CloudFormation template to deploy");
  options->stack.add_to(*command);
  command->add_option("--sample-data", options->sample_data,
                      "A scenario that is played in the stack when it has started");
  command->add_option("--region", options->region, "The region to deploy it to")
      ->envname("AWS_DEFAULT_REGION")
      ->capture_default_str();
  command->add_option("--port", options->port, "The port; 0 picks a free one")->capture_default_str();
  command->add_option("--address", options->address, "The address to listen on")->capture_default_str();
  command->add_option("--data", options->data,
                      "A folder that keeps the accounts; without, they are in memory");
  command->add_option("--iam", options->iam, "Whether IAM is enforced on calls (only off, in this version)")
      ->check(CLI::IsMember({"enforce", "log", "off"}))
      ->capture_default_str();
  command->add_flag("--strict", options->strict, "Make a setting that is not applied an error");
  add_seed(*command, options->seed, "Repeat the ids of another run with this seed");
  command->add_option("--threads", options->threads, "Threads that take requests")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command->callback([options, &status] { status = up(*options); });
}

}  // namespace cloche::commands
