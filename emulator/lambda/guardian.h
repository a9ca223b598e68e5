#pragma once
// A tiny process beside Cloche that waits for its end and then kills every process group that is still
// entered here: when Cloche is killed, nothing that a handler started outlives it. It costs nothing while
// Cloche runs: the groups stand in shared memory, and it sleeps reading a pipe whose other end only Cloche
// holds.
#include <sys/types.h>

#include <atomic>
#include <cstddef>

#include "emulator/lambda/process.h"

namespace cloche::lambda {

class Guardian {
 public:
  Guardian();
  /// Ends the guardian, and what is still entered.
  ~Guardian();
  Guardian(const Guardian&) = delete;

  /// From now on this group dies with Cloche. From any thread.
  void enter(pid_t group);
  void leave(pid_t group);

 private:
  static constexpr std::size_t places = 16384;
  [[noreturn]] void stand_guard(int watched) const;
  std::atomic<pid_t>* groups_ = nullptr;  // shared with the guardian; 0: free
  pid_t pid_ = -1;
  Descriptor alive_;
};

}  // namespace cloche::lambda
