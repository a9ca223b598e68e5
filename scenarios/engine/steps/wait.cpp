// {"idle": true}, alone: waits until nothing runs and nothing is due.
#include <nlohmann/json.hpp>

#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

Json play_wait(Sequence& sequence, const Step&, const Json&) {
  sequence.site().wait_until_idle();
  return Json::object();
}

}  // namespace

const StepKind& wait() {
  static const StepKind kind{.name = "idle", .needs_cloche = true, .play = play_wait};
  return kind;
}

}  // namespace cloche::scenarios::steps
