#pragma once
// A run of steps, one after the other: it plays each, checks what it saw, and keeps what is saved. A scenario
// is one; so is every round that is played at once with others, which has its own values and random numbers.
#include <atomic>
#include <cstdint>
#include <vector>

#include "fakes/core/ids.h"
#include "fakes/core/json.h"
#include "scenarios/engine/at_once.h"
#include "scenarios/engine/scenario.h"
#include "scenarios/engine/site.h"
#include "scenarios/engine/step_kind.h"
#include "scenarios/engine/values.h"

namespace cloche::scenarios {

/// Somebody wants the play to end.
struct Stopped {};

/// What all sequences of a scenario share.
struct Play {
  Site& site;
  const std::atomic<bool>& stop;
  std::atomic<std::size_t> steps = 0;  // that were played
  Helpers helpers{};                   // of all that is at once in it
};

class Sequence {
 public:
  /// `waits`: whether the account is idle between steps.
  Sequence(Play& play, Scope& scope, std::uint64_t seed, bool waits = true)
      : play_(play), scope_(scope), random_(seed), waits_(waits) {}

  /// Throws StepFailed for the first that does not hold, and Stopped.
  void play(const std::vector<Step>& steps);
  /// Answers what it saw. `takes_any`: whatever that is, unless the step expects something.
  Json play(const Step& step, bool takes_any = false);

  /// `value` with its references replaced; throws StepFailed.
  Json replaced(const Json& value);

  Site& site() const { return play_.site; }
  Play& whole() const { return play_; }
  Scope& scope() const { return scope_; }
  std::uint64_t random() { return random_.next(); }
  bool waits() const { return waits_; }

 private:
  Json resolve(const Reference& reference);
  Json standing(const Reference& reference);
  Json moment(const Reference& reference);
  void check(const Step& step, const Json& seen, bool takes_any);
  void save(const Step& step, const Json& seen);

  Play& play_;
  Scope& scope_;
  Generator random_;
  const bool waits_;
};

}  // namespace cloche::scenarios
