#include "scenarios/engine/replay.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <numeric>

#include "fakes/core/digest.h"
#include "fakes/core/ids.h"
#include "scenarios/engine/at_once.h"
#include "scenarios/engine/deployment.h"
#include "scenarios/engine/function_log.h"
#include "scenarios/engine/sequence.h"

namespace cloche::scenarios {

namespace {

using Stopwatch = std::chrono::steady_clock;

std::chrono::milliseconds since(Stopwatch::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Stopwatch::now() - start);
}

/// Each scenario has numbers of its own, whatever is played beside it.
std::uint64_t seed_of(const Scenario& scenario, std::uint64_t seed) {
  if (scenario.seed) return *scenario.seed;
  std::uint64_t mixed = seed;
  for (const char c : md5(scenario.file + "\n" + scenario.name))
    mixed = mixed * 257 + static_cast<unsigned char>(c);
  return mixed;
}

/// The first step that needs Cloche's admin API, or nullptr.
const Step* first_in_need(const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    if (step.kind->needs_cloche) return &step;
    if (const Step* inner = first_in_need(step.steps)) return inner;
  }
  return nullptr;
}

std::vector<std::size_t> shuffled(std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Generator random(seed);
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[random.next() % i]);
  return order;
}

class Replay {
 public:
  Replay(net::Client& client, std::span<const Scenario> scenarios, const ReplaySettings& settings,
         const std::atomic<bool>& stop, ReplayListener& listener)
      : client_(client),
        scenarios_(scenarios),
        settings_(settings),
        stop_(stop),
        listener_(listener),
        admin_(client, settings.endpoint) {}

  std::vector<Played> run() {
    std::vector<Played> all(scenarios_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i].scenario = &scenarios_[i];
    try {
      if (settings_.is_target) {
        target_is_cloche_ = admin_.is_cloche();
      } else {
        deploy_all();
      }
    } catch (const std::exception&) {
      if (stop_) return all;  // what was asked was given up
      throw;
    }
    const std::vector<std::size_t> order = shuffled(scenarios_.size(), settings_.seed);
    play_at_once(order.size(), settings_.jobs, helpers_, [&](std::size_t i) {
      if (stop_) return;
      Played& played = all[order[i]];
      tell([&] { listener_.began(*played.scenario); });
      played = play(*played.scenario);
      tell([&] { listener_.ended(played); });
    });
    return all;
  }

 private:
  void tell(const std::function<void()>& what) {
    const std::lock_guard lock(mutex_);
    what();
  }

  void deploy_all() {
    std::map<decltype(Deployment().key()), const Deployment*> different;
    for (const Scenario& scenario : scenarios_)
      different.try_emplace(scenario.deployment.key(), &scenario.deployment);
    std::vector<const Deployment*> list;
    for (const auto& [key, deployment] : different) list.push_back(deployment);
    play_at_once(list.size(), settings_.jobs, helpers_, [&](std::size_t i) {
      if (stop_) return;
      const auto start = Stopwatch::now();
      auto stack = deploy(client_, admin_, *list[i]);
      tell([&] {
        stacks_[list[i]->key()] = std::move(stack);
        if (!list[i]->file.empty()) listener_.deployed(*list[i], since(start));
      });
    });
  }

  Played play(const Scenario& scenario) {
    const auto start = Stopwatch::now();
    Played played;
    try {
      played = settings_.is_target ? play_at_target(scenario) : play_in_fork(scenario);
    } catch (const StepFailed& failure) {  // before the first step
      played.verdict = Verdict::failed;
      played.failure = failure;
    } catch (const std::exception& error) {
      played.verdict = Verdict::failed;
      played.failure = StepFailed(error.what());
    }
    if (stop_ && played.failure) {  // what was asked was given up
      played.verdict = Verdict::stopped;
      played.failure.reset();
    }
    played.scenario = &scenario;
    played.duration = since(start);
    return played;
  }

  Played play_in_fork(const Scenario& scenario) {
    const Deployed& deployed = *stacks_.at(scenario.deployment.key());
    const Fork fork(client_, deployed.account.admin());
    Site site(client_, fork.endpoint(), deployed.stack,
              {.account = fork.account(),
               .region = scenario.deployment.region,
               .credentials = settings_.credentials});
    return play_scenario(scenario, site, seed_of(scenario, settings_.seed), stop_);
  }

  Played play_at_target(const Scenario& scenario) {
    Played played;
    played.scenario = &scenario;
    if (!target_is_cloche_) {
      const Step* step = first_in_need(scenario.steps);
      if (step != nullptr || scenario.has_clock) {
        played.verdict = Verdict::skipped;
        played.reason =
            fmt::format("{} needs the admin API of Cloche, which {} has not",
                        step == nullptr ? "a clock that is set"
                                        : fmt::format("\"{}\" ({})", step->kind->name, step->place.text()),
                        settings_.endpoint);
        return played;
      }
    }
    Site::Settings site_settings{
        .region = scenario.deployment.region, .credentials = settings_.credentials, .is_cloche = false};
    site_settings.account = account_at_target(site_settings);
    site_settings.is_cloche = target_is_cloche_;
    const StackState stack = stack_at_target(scenario.deployment, site_settings);
    if (scenario.has_clock && !scenario.deployment.clock.empty())
      AdminClient(client_, settings_.endpoint, site_settings.account)
          .ask("POST", "/_cloche/clock", {{"freeze", true}, {"set", scenario.deployment.clock}});
    Site site(client_, settings_.endpoint, stack, site_settings);
    return play_scenario(scenario, site, seed_of(scenario, settings_.seed), stop_);
  }

  /// "" where nobody says, which a plain HTTP server does not: only what asks for it fails.
  std::string account_at_target(const Site::Settings& site_settings) {
    // Until it is known which account it is, none is looked into by the admin API.
    Site asking(client_, settings_.endpoint, {}, site_settings);
    const AwsAnswer identity = asking.call("sts", "GetCallerIdentity", Json::object());
    if (!identity.error.empty() && target_is_cloche_)
      throw StepFailed(fmt::format("sts GetCallerIdentity: {}: {}", identity.error, identity.message));
    return identity.error.empty() ? identity.result.value("Account", "") : "";
  }

  /// Throws StepFailed, with the scenario's place, where it is not there.
  StackState stack_at_target(const Deployment& deployment, const Site::Settings& site_settings) {
    if (deployment.file.empty()) return {.name = deployment.stack};
    try {
      return deployed_stack(client_, settings_.endpoint, deployment.stack, site_settings);
    } catch (StepFailed& failure) {
      failure.place = deployment.stack_place;
      throw;
    }
  }

  net::Client& client_;
  const std::span<const Scenario> scenarios_;
  const ReplaySettings& settings_;
  const std::atomic<bool>& stop_;
  ReplayListener& listener_;
  const AdminClient admin_;
  bool target_is_cloche_ = false;
  Helpers helpers_;
  std::mutex mutex_;  // guards what follows, and the listener
  std::map<decltype(Deployment().key()), std::unique_ptr<Deployed>> stacks_;
};

void define(const Variable& variable, Scope& scope, Sequence& sequence) {
  try {
    scope.define(variable.name, sequence.replaced(variable.value));
  } catch (StepFailed& failure) {
    failure.place = variable.place;
    failure.titles = {fmt::format("the variable {}", variable.name)};
    throw;
  }
}

}  // namespace

std::vector<Played> replay(net::Client& client, std::span<const Scenario> scenarios,
                           const ReplaySettings& settings, const std::atomic<bool>& stop,
                           ReplayListener& listener) {
  return Replay(client, scenarios, settings, stop, listener).run();
}

Played play_scenario(const Scenario& scenario, Site& site, std::uint64_t seed,
                     const std::atomic<bool>& stop) {
  Played played;
  played.scenario = &scenario;
  Play play{.site = site, .stop = stop};
  try {
    Scope scope;
    Sequence sequence(play, scope, seed);
    for (const Variable& variable : scenario.variables) define(variable, scope, sequence);
    sequence.play(scenario.steps);
    played.verdict = Verdict::held;
  } catch (const StepFailed& failure) {
    played.verdict = Verdict::failed;
    played.failure = failure;
    played.log = last_lines_of_functions(site);
  } catch (const Stopped&) {
    played.verdict = Verdict::stopped;
  }
  played.steps = play.steps;
  return played;
}

}  // namespace cloche::scenarios
