// cloche invoke: invokes a function of a Cloche that runs; what it answers goes to stdout, the end of its log
// to stderr.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "emulator/commands/commands.h"
#include "emulator/commands/log_text.h"
#include "emulator/commands/running_cloche.h"
#include "fakes/core/digest.h"
#include "fakes/core/whole_file.h"

namespace cloche::commands {

namespace {

constexpr std::chrono::minutes longest_invocation{16};  // Lambda's 15, and what is around them

struct InvokeOptions {
  std::string function;
  std::string event;
  RunningOptions running;
};

/// Throws UnreadableFile.
std::string event_of(const InvokeOptions& options) {
  if (options.event.empty()) return "{}";
  if (options.event == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  return whole_file_or_pipe(options.event);
}

int show(const wire::HttpResponse& response) {
  if (const auto log = base64_decode(response.headers.get("x-amz-log-result")); log && !log->empty())
    fmt::print(stderr, "{}", shown_log(*log));
  if (response.status >= 300) {
    const Json error = Json::parse(response.body, nullptr, false);
    const bool has_message = error.is_object() && (error.contains("Message") || error.contains("message"));
    fmt::print(stderr, "cloche: {}\n",
               has_message ? error.value("Message", error.value("message", ""))
                           : fmt::format("it answered {}", response.status));
    return failed;
  }
  fmt::print("{}\n", response.body);
  return response.headers.has("x-amz-function-error") ? failed : 0;
}

int invoke(const InvokeOptions& options) {
  std::string event;
  try {
    event = event_of(options);
  } catch (const UnreadableFile& file) {
    fmt::print(stderr, "cloche: {} can't be read: {}\n", options.event, file.why);
    return misused;
  }
  return with_running(options.running, [&](RunningCloche& running) {
    return show(
        running.call("lambda",
                     {"POST",
                      "/2015-03-31/functions/" + wire::percent_encode(options.function) + "/invocations",
                      {{"Content-Type", "application/json"}, {"X-Amz-Log-Type", "Tail"}},
                      event},
                     longest_invocation));
  });
}

}  // namespace

void add_invoke(CLI::App& app, int& status) {
  const auto options = std::make_shared<InvokeOptions>();
  CLI::App* command = app.add_subcommand("invoke", "Invoke a function of a running Cloche");
  command->add_option("FUNCTION", options->function, "Its name or ARN")->required();
  command->add_option("--event", options->event, "A file with the event as JSON, or - for stdin; else {}");
  options->running.add_to(*command);
  command->callback([options, &status] { status = invoke(*options); });
}

}  // namespace cloche::commands
