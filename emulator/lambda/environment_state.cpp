#include "emulator/lambda/environment_state.h"

namespace cloche::lambda {

using State = EnvironmentState;

bool may_move(State from, State to) {
  switch (from) {
    case State::starting:
      return to == State::idle || to == State::dead;
    case State::idle:
      return to == State::frozen || to == State::busy || to == State::dead;
    case State::frozen:
      return to == State::idle || to == State::dead;
    case State::busy:
      return to == State::returning || to == State::dead;
    case State::returning:
      return to == State::idle || to == State::dead;
    case State::dead:
      return false;
  }
  return false;
}

std::string_view runtime_state_name(State state) {
  switch (state) {
    case State::starting:
      return "Started";
    case State::idle:
    case State::frozen:
      return "Ready";
    case State::busy:
      return "Running";
    case State::returning:
      return "ResponseSent";
    case State::dead:
      return "Exited";
  }
  return "";
}

}  // namespace cloche::lambda
