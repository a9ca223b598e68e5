#pragma once
// SIGINT, SIGTERM and SIGHUP as a flag, for a command that ends what it is at and then leaves. A second one,
// not sooner than a second after the first, ends the process at once: who forwards signals (timeout, npm)
// sends the same one again at once. SIGPIPE, of a reader that is gone, ends nothing from then on. To be made
// before any thread is, so that none of them gets the signal.
#include <atomic>
#include <csignal>
#include <functional>
#include <mutex>
#include <thread>

namespace cloche::commands {

class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;

  const std::atomic<bool>& flag() const { return flag_; }

  /// Something to do when the signal comes, on another thread; at once where it has come already. Not after
  /// this is gone.
  class Listener {
   public:
    Listener(Interrupt& interrupt, std::function<void()> heard);
    ~Listener();
    Listener(const Listener&) = delete;

   private:
    Interrupt& interrupt_;
  };

 private:
  void wait();

  std::atomic<bool> flag_ = false;
  std::mutex mutex_;  // guards what follows
  std::function<void()> heard_;
  sigset_t before_{};
  std::thread waiting_;
};

}  // namespace cloche::commands
