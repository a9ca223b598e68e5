#pragma once
// Plays scenarios, several at a time: each in a fork of its stack, or, against a target that has its stack
// already, there.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "emulator/net/client.h"
#include "scenarios/engine/scenario.h"
#include "scenarios/engine/site.h"

namespace cloche::scenarios {

enum class Verdict : std::uint8_t {
  held,
  failed,
  skipped,  // it can't be played there
  stopped,  // before it had ended, or begun
};

/// What became of a scenario.
struct Played {
  const Scenario* scenario = nullptr;
  Verdict verdict = Verdict::stopped;
  std::optional<StepFailed> failure;
  std::string reason;            // of skipped
  std::vector<std::string> log;  // what the functions wrote, of a failed one
  std::size_t steps = 0;
  std::chrono::milliseconds duration{};  // real
};

/// Hears what happens, from one thread at a time.
class ReplayListener {
 public:
  virtual ~ReplayListener() = default;
  virtual void deployed(const Deployment& deployment, std::chrono::milliseconds duration) = 0;
  virtual void began(const Scenario& scenario) = 0;
  virtual void ended(const Played& played) = 0;
};

struct ReplaySettings {
  std::string endpoint;    // of an emulator that is ours, or the target
  bool is_target = false;  // nothing is deployed or forked there
  AwsCredentials credentials{};
  std::uint64_t seed = 0;
  std::size_t jobs = 1;
};

/// In an order from the seed. When `stop` becomes true nothing is begun any more; who wants what is under way
/// to end at once gives up the client too (net::Client::give_up). Answers them in the order in which they
/// were given. Throws DeployFailed before anything is played, AdminRefused or net::NoAnswer where the
/// endpoint is not what it should be.
std::vector<Played> replay(net::Client& client, std::span<const Scenario> scenarios,
                           const ReplaySettings& settings, const std::atomic<bool>& stop,
                           ReplayListener& listener);

/// Plays one scenario at a site.
Played play_scenario(const Scenario& scenario, Site& site, std::uint64_t seed, const std::atomic<bool>& stop);

}  // namespace cloche::scenarios
