#pragma once
// Data to try a stack out with: a scenario that is played in it, once, when it has started.
#include <string>

namespace cloche::commands {

/// Plays the scenario of `file` in its stack, which runs at `endpoint`. Answers the path of its last GET
/// request, which is there to be tried; "" where it has none. Throws std::exception: the file is wrong, or
/// what it expects does not hold.
std::string play_sample_data(const std::string& endpoint, const std::string& file);

}  // namespace cloche::commands
