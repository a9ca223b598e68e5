#include "emulator/commands/sample_data.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "emulator/commands/interrupt.h"
#include "emulator/commands/replay_report.h"
#include "emulator/net/client.h"
#include "emulator/net/server.h"
#include "scenarios/engine/reader.h"
#include "scenarios/engine/replay.h"
#include "scenarios/engine/step_kind.h"

namespace cloche::commands {

namespace {

std::string last_path(const std::vector<scenarios::Step>& steps) {
  std::string path;
  for (const scenarios::Step& step : steps) {
    if (step.kind->name == "request" && step.arguments.value("method", "GET") == "GET")
      path = step.arguments.at("path").get<std::string>();
  }
  return path;
}

}  // namespace

std::optional<std::string> play_sample_data(const std::string& endpoint, const std::string& file,
                                            Interrupt& interrupt) {
  const std::vector<scenarios::Scenario> all{scenarios::read_scenario(file)};
  net::Engine engine(1);
  net::Client client(engine);
  const Interrupt::Listener listener(interrupt, [&] { client.give_up(); });
  ReplayReport report(all.size(), false);
  scenarios::ReplaySettings settings;
  settings.endpoint = endpoint;
  settings.is_target = true;
  const auto played = scenarios::replay(client, all, settings, interrupt.flag(), report);
  if (played.front().verdict == scenarios::Verdict::stopped) return std::nullopt;
  if (played.front().verdict != scenarios::Verdict::held) throw std::runtime_error(file + " does not hold");
  return last_path(all.front().steps);
}

}  // namespace cloche::commands
