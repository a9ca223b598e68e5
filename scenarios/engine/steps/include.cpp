// include: the steps of another file, with its parameters.
#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

Json play_include(Sequence& sequence, const Step& step, const Json&) {
  Scope inner(&sequence.scope(), false);
  for (const auto& [name, value] : step.parameters) inner.define(name, sequence.replaced(value));
  Sequence steps(sequence.whole(), inner, sequence.random(), sequence.waits());
  steps.play(step.steps);
  return Json::object();
}

}  // namespace

const StepKind& include() {
  static const StepKind kind{.name = "include", .play = play_include};
  return kind;
}

}  // namespace cloche::scenarios::steps
