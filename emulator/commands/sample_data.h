#pragma once
// Data to try a stack out with: a scenario that is played in it, once, when it has started.
#include <optional>
#include <string>

namespace cloche::commands {

class Interrupt;

/// Plays the scenario of `file` in its stack, which runs at `endpoint`. Answers the path of its last GET
/// request, which is there to be tried; "" where it has none, nullopt where a signal came first. Throws
/// std::exception: the file is wrong, or what it expects does not hold.
std::optional<std::string> play_sample_data(const std::string& endpoint, const std::string& file,
                                            Interrupt& interrupt);

}  // namespace cloche::commands
