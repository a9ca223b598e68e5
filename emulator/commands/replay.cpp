// cloche replay: plays scenarios, each in a world of its own, and says which of them held.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "emulator/commands/commands.h"
#include "emulator/commands/interrupt.h"
#include "emulator/commands/replay_report.h"
#include "emulator/commands/seed_option.h"
#include "emulator/front/emulator.h"
#include "emulator/net/client.h"
#include "fakes/core/ids.h"
#include "fakes/core/whole_file.h"
#include "scenarios/engine/deployment.h"
#include "scenarios/engine/junit.h"
#include "scenarios/engine/reader.h"
#include "scenarios/engine/replay.h"

namespace cloche::commands {

namespace {

using scenarios::Played;
using scenarios::Scenario;
using scenarios::Verdict;

unsigned cores() { return std::clamp(std::thread::hardware_concurrency(), 1U, 64U); }

struct Options {
  std::vector<std::string> files;
  std::optional<std::size_t> jobs;
  std::string junit;
  std::string html;
  std::string target;
  std::optional<std::uint64_t> seed;
  bool verbose = false;
};

/// Directories are their *.json; what is a JSON Schema is passed over.
std::vector<std::filesystem::path> scenario_files(const std::vector<std::string>& given) {
  std::vector<std::filesystem::path> files;
  for (const std::string& name : given) {
    if (!std::filesystem::is_directory(name)) {
      files.emplace_back(name);
      continue;
    }
    std::vector<std::filesystem::path> inside;
    for (const auto& entry : std::filesystem::directory_iterator(name)) {
      if (entry.path().extension() == ".json") inside.push_back(entry.path());
    }
    std::ranges::sort(inside);
    if (inside.empty()) throw scenarios::FileError({name}, "there is no *.json in this directory");
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

/// The scenario of a file, which may be a pipe; nullopt where it is the schema, which a pattern like
/// scenarios/*.json names too.
std::optional<Scenario> read(const std::filesystem::path& file) {
  std::string text;
  try {
    text = whole_file_or_pipe(file);
  } catch (const UnreadableFile& error) {
    throw scenarios::FileError({file.string()}, error.why);
  }
  if (scenarios::is_json_schema(text)) return std::nullopt;
  return scenarios::read_scenario(file, [&, path = file.lexically_normal()](const auto& asked) {
    return asked == path ? text : scenarios::file_text(asked);
  });
}

/// Reads all of them; every file that is wrong is named on stderr, and then nullopt.
std::optional<std::vector<Scenario>> read_all(const std::vector<std::string>& given) {
  std::vector<Scenario> all;
  bool wrong = false;
  const auto report = [&](const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    wrong = true;
  };
  std::vector<std::filesystem::path> files;
  try {
    files = scenario_files(given);
  } catch (const std::exception& error) {
    report(error);
  }
  for (const std::filesystem::path& file : files) {
    try {
      if (auto scenario = read(file)) all.push_back(std::move(*scenario));
    } catch (const std::exception& error) {
      report(error);
    }
  }
  if (!wrong && all.empty()) {
    fmt::print(stderr, "cloche: there is no scenario in what was given\n");
    wrong = true;
  }
  return wrong ? std::nullopt : std::optional(std::move(all));
}

scenarios::AwsCredentials credentials() {
  const auto variable = [](const char* name, const std::string& otherwise) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' ? std::string(value) : otherwise;
  };
  return {variable("AWS_ACCESS_KEY_ID", "test"), variable("AWS_SECRET_ACCESS_KEY", "test"),
          variable("AWS_SESSION_TOKEN", "")};
}

int status_of(const std::vector<Played>& all) {
  const bool all_held = std::ranges::all_of(all, [](const Played& played) {
    return played.verdict == Verdict::held || played.verdict == Verdict::skipped;
  });
  return all_held ? 0 : failed;
}

void write_junit(const std::string& file, const std::vector<Played>& all,
                 std::chrono::milliseconds duration) {
  std::ofstream out(file, std::ios::binary);
  out << scenarios::junit_xml(all, duration);
  if (!out.flush()) throw std::runtime_error(fmt::format("{} can't be written", file));
}

/// False where it can't be written. What an earlier run said is gone, whatever becomes of this one.
bool clear_junit(const std::string& file) {
  if (!std::ofstream(file, std::ios::app)) return false;
  std::error_code ignored;
  if (std::filesystem::is_regular_file(file, ignored))
    std::filesystem::remove(std::filesystem::canonical(file, ignored), ignored);
  return true;
}

int play(const Options& options, const std::vector<Scenario>& all) {
  Interrupt interrupt;
  const std::uint64_t seed = options.seed.value_or(random_seed() % 1'000'000'000);
  std::optional<front::Emulator> emulator;
  scenarios::ReplaySettings settings;
  settings.seed = seed;
  if (options.target.empty()) {
    emulator.emplace(front::Emulator::Settings{
        .port = 0, .threads = std::min(cores(), 4U), .accounts = {.data = {}, .seed = seed}});
    settings.endpoint = fmt::format("http://127.0.0.1:{}", emulator->port());
    settings.jobs = options.jobs.value_or(cores());
  } else {
    settings.endpoint = options.target;
    settings.is_target = true;
    settings.credentials = credentials();
    settings.jobs = options.jobs.value_or(1);  // they share what is there
  }
  net::Engine engine(1);
  net::Client client(engine);
  const Interrupt::Listener listener(interrupt, [&] { client.give_up(); });
  fmt::print("replaying {} scenario{}, {} at once, seed {}\n", all.size(), all.size() == 1 ? "" : "s",
             settings.jobs, seed);
  std::fflush(stdout);
  const auto start = std::chrono::steady_clock::now();
  ReplayReport report(all.size(), options.verbose);
  const std::vector<Played> played = scenarios::replay(client, all, settings, interrupt.flag(), report);
  const auto duration =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
  if (interrupt.flag()) fmt::print("stopped\n");
  print_summary(played, duration, seed);
  std::fflush(stdout);
  if (!options.junit.empty()) write_junit(options.junit, played, duration);
  return status_of(played);
}

int replay(const Options& options) {
  if (!options.html.empty()) {
    fmt::print(stderr, "cloche: --html is not in this version of Cloche; --junit is\n");
    return misused;
  }
  const auto all = read_all(options.files);
  if (!all) return misused;
  if (!options.junit.empty() && !clear_junit(options.junit)) {
    fmt::print(stderr, "cloche: --junit {}: it can't be written\n", options.junit);
    return misused;
  }
  try {
    return play(options, *all);
  } catch (const scenarios::DeployFailed& error) {
    fmt::print(stderr, "{}\n", error.what());
    return misused;
  } catch (const std::invalid_argument& error) {
    fmt::print(stderr, "cloche: --target {}: {}\n", options.target, error.what());
    return misused;
  } catch (const std::exception& error) {
    fmt::print(stderr, "cloche: {}\n", error.what());
    return failed;
  }
}

}  // namespace

void add_replay(CLI::App& app, int& status) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("replay", "Play scenarios, each in a fork of its stack, and say which held");
  command->add_option("FILE", options->files, "Scenarios; of a directory its *.json")->required();
  command
      ->add_option("--jobs", options->jobs,
                   "How many to play at once; as many as there are cores, and one at a target")
      ->check(CLI::Range(1, 1000));
  command->add_option("--junit", options->junit, "Write what became of them to this file, as JUnit's XML");
  command->add_option("--html", options->html, "Write a report as a web page (not in this version)");
  command->add_option("--target", options->target,
                      "Play at this endpoint, where the stack is deployed already");
  add_seed(*command, options->seed, "Repeat the order and the ids of another replay");
  command->add_flag("--verbose", options->verbose, "Say more of each scenario");
  command->callback([options, &status] { status = replay(*options); });
}

}  // namespace cloche::commands
