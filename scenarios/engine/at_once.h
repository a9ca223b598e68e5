#pragma once
// Plays a number of rounds, so many at a time, each on a thread of its own while it lasts.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace cloche::scenarios {

inline constexpr std::int64_t most_at_once = 1000;

/// The threads that rounds may have beside the one that asks for them, wherever that is: a repeat around a
/// burst would multiply them.
class Helpers {
 public:
  explicit Helpers(std::int64_t most = most_at_once - 1) : free_(most) {}
  /// Whether there was one left.
  bool take();
  void give_back() { ++free_; }

 private:
  std::atomic<std::int64_t> free_;
};

/// Calls `play` with 0 to count - 1; fewer at a time than `at_once` where there are no helpers left. The
/// first exception ends it: what is under way is finished, nothing more is begun, and it is thrown on.
void play_at_once(std::size_t count, std::size_t at_once, Helpers& helpers,
                  const std::function<void(std::size_t)>& play);

}  // namespace cloche::scenarios
