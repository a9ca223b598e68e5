#pragma once
// SIGINT and SIGTERM as a flag, for a command that ends what it is at and then leaves. The second one ends
// the process at once. To be made before any thread is, so that none of them gets the signal.
#include <atomic>
#include <csignal>
#include <thread>

namespace cloche::commands {

class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;

  const std::atomic<bool>& flag() const { return flag_; }

 private:
  void wait();

  std::atomic<bool> flag_ = false;
  sigset_t before_{};
  std::thread waiting_;
};

}  // namespace cloche::commands
