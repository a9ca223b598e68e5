#include <algorithm>
#include <array>

#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios {

std::span<const StepKind* const> step_kinds() {
  static const std::array kinds{
      &steps::request(),     &steps::call(),       &steps::invoke(),  &steps::clock(),  &steps::wait(),
      &steps::settings(),    &steps::cold_start(), &steps::burst(),   &steps::repeat(), &steps::include(),
      &steps::items(),       &steps::logs(),       &steps::metrics(), &steps::alarms(), &steps::queue(),
      &steps::invocations(), &steps::requests()};
  return kinds;
}

const StepKind* step_kind(std::string_view name) {
  const auto kinds = step_kinds();
  const auto found = std::ranges::find(kinds, name, [](const StepKind* kind) { return kind->name; });
  return found == kinds.end() ? nullptr : *found;
}

}  // namespace cloche::scenarios
