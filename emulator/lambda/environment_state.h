#pragma once
// The states of an execution environment, and the moves between them; all others are denied.
#include <string_view>

namespace cloche::lambda {

enum class EnvironmentState { starting, idle, frozen, busy, returning, dead };

bool may_move(EnvironmentState from, EnvironmentState to);

/// As the Runtime API's errors name the state of a runtime (assumed): "Ready".
std::string_view runtime_state_name(EnvironmentState state);

}  // namespace cloche::lambda
