#pragma once
// Plays a number of rounds, so many at a time, each on a thread of its own while it lasts.
#include <cstddef>
#include <cstdint>
#include <functional>

namespace cloche::scenarios {

inline constexpr std::int64_t most_at_once = 1000;

/// Calls `play` with 0 to count - 1. The first exception ends it: what is under way is finished, nothing more
/// is begun, and it is thrown on.
void play_at_once(std::size_t count, std::size_t at_once, const std::function<void(std::size_t)>& play);

}  // namespace cloche::scenarios
