// cloche logs: what a function wrote, from a Cloche that runs, over the wire as any client does.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <utility>

#include "emulator/commands/commands.h"
#include "emulator/commands/log_text.h"
#include "emulator/commands/running_cloche.h"
#include "fakes/core/clock.h"
#include "fakes/core/json.h"

namespace cloche::commands {

namespace {

constexpr std::chrono::milliseconds between_polls{300};
// How far behind the last line a late one of another stream is still seen.
constexpr std::chrono::seconds late{10};

struct Options {
  std::string function;
  bool follow = false;
  RunningOptions running;
};

/// What the server says that it can't do.
struct Refused : std::runtime_error {
  Refused(std::string code_, const std::string& message)
      : std::runtime_error(message), code(std::move(code_)) {}
  std::string code;
};

Json filter_log_events(RunningCloche& running, const Json& input) {
  const wire::HttpResponse response = running.call(
      "logs",
      {"POST",
       "/",
       {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", "Logs_20140328.FilterLogEvents"}},
       input.dump()});
  const Json answer = Json::parse(response.body, nullptr, false);
  if (response.status == 200 && answer.is_object()) return answer;
  const bool is_error = answer.is_object() && answer.contains("__type");
  throw Refused(is_error ? answer.at("__type").get<std::string>() : "",
                is_error ? answer.value("message", "") : fmt::format("it answered {}", response.status));
}

/// "8f5d1a2c" of "2026/01/05/[$LATEST]8f5d1a2c…", as the rest is the same for all lines; another name whole.
std::string short_name(const std::string& stream) {
  const auto bracket = stream.rfind(']');
  return bracket == std::string::npos ? stream : stream.substr(bracket + 1, 8);
}

void print(const Json& event) {
  std::string message = event.at("message");
  while (message.ends_with('\n') || message.ends_with('\r')) message.pop_back();
  fmt::print("{} {} {}\n", iso8601(from_millis(event.at("timestamp").get<std::int64_t>())),
             short_name(event.at("logStreamName").get<std::string>()), shown_log(message, "    "));
}

/// The lines of a group, each printed once.
class Tail {
 public:
  Tail(RunningCloche& running, std::string group) : running_(running), group_(std::move(group)) {}

  /// Prints what is new. Throws Refused, net::NoAnswer.
  void read() {
    heed_clock();
    Json input{{"logGroupName", group_}, {"startTime", from_}};
    for (;;) {
      const Json answer = filter_log_events(running_, input);
      for (const Json& event : answer.at("events")) take(event);
      if (!answer.contains("nextToken")) break;
      input["nextToken"] = answer.at("nextToken");
    }
    std::fflush(stdout);
    const std::int64_t start = last_ - Duration(late).count();
    from_ = std::max<std::int64_t>(start, 0);
  }

  /// The group is gone: whatever is in the next one of its name is new.
  void forget() {
    from_ = last_ = 0;
    seen_.clear();
  }

 private:
  /// A clock that was set back, or an account that was reset, writes what is new below what was last seen.
  void heed_clock() {
    const auto [status, clock] = running_.admin("GET", "/_cloche/clock");
    if (status != 200 || !clock.is_object()) return;  // not there: it does not go back
    const auto now = parse_iso8601(clock.value("now", ""));
    if (!now) return;
    const std::int64_t millis = to_millis(*now);
    if (millis < last_clock_) {
      from_ = std::max<std::int64_t>(std::min(from_, millis - Duration(late).count()), 0);
      last_ = from_;
    }
    last_clock_ = millis;
  }

  void take(const Json& event) {
    const auto at = event.at("timestamp").get<std::int64_t>();
    if (!seen_.insert(std::hash<std::string>()(event.at("eventId").get<std::string>())).second) return;
    last_ = std::max(last_, at);
    print(event);
  }

  RunningCloche& running_;
  std::string group_;
  std::int64_t from_ = 0;
  std::int64_t last_ = 0;
  std::int64_t last_clock_ = 0;
  std::unordered_set<std::size_t> seen_;  // the ids, hashed; all, for the clock may come by them again
};

/// Whether a signal that ends the process came before the time was over.
bool told_to_end(const sigset_t& signals, std::chrono::milliseconds time) {
  const timespec timeout{time.count() / 1000, time.count() % 1000 * 1'000'000};
  return sigtimedwait(&signals, nullptr, &timeout) > 0;
}

/// "f", its ARN, or the name of a group.
std::string group_of(const std::string& function) {
  constexpr std::string_view in_arn = ":function:";
  if (function.starts_with('/')) return function;
  const auto found = function.find(in_arn);
  const std::string name = found == std::string::npos ? function : function.substr(found + in_arn.size());
  return "/aws/lambda/" + name.substr(0, name.find(':'));
}

int logs(const Options& options) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  if (options.follow) pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before a thread is started
  const std::string group = group_of(options.function);
  return with_running(options.running, [&](RunningCloche& running) {
    Tail tail(running, group);
    bool missing = false;
    do {
      try {
        tail.read();
        missing = false;
      } catch (const Refused& error) {
        if (error.code != "ResourceNotFoundException") {
          fmt::print(stderr, "cloche: {}: {}\n", options.running.endpoint, error.what());
          return failed;
        }
        tail.forget();
        if (!std::exchange(missing, true)) {
          fmt::print(
              stderr,
              "cloche: there is no log group {} in {} (a function's is made by its first invocation){}\n",
              group, options.running.region, options.follow ? "; waiting for it" : "");
        }
        if (!options.follow) return failed;
      }
    } while (options.follow && !told_to_end(signals, between_polls));
    return 0;
  });
}

}  // namespace

void add_logs(CLI::App& app, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("logs", "Show what a function of a running Cloche wrote");
  command->add_option("FUNCTION", options->function, "A function's name or ARN, or a log group: /…")
      ->required();
  command->add_flag("--follow", options->follow, "Go on showing what comes");
  options->running.add_to(*command);
  command->callback([options, &status] { status = logs(*options); });
}

}  // namespace cloche::commands
