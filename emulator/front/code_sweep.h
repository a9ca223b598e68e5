#pragma once
// Code of functions goes when nothing has use for it any more: no version of a function in any account or
// fork names it, and none that runs, or is about to, uses it. It is swept, not counted: what names code are
// rows of databases that come and go as a whole (a reset, a fork that ends, a data folder after a crash).
//
// Directories of hot reload are somebody else's, and stay.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace cloche::front {

class Accounts;

/// Removes the code that nothing has use for; false where some was in use still. Any thread, outside of
/// `transact`; one at a time.
bool sweep_code(Accounts& accounts);

/// Sweeps when asked to, in the background: a thread, once there was something to do.
class CodeSweeper {
 public:
  /// `sweep` answers whether it need not come again.
  explicit CodeSweeper(std::function<bool()> sweep) : sweep_(std::move(sweep)) {}
  ~CodeSweeper() { stop(); }
  CodeSweeper(const CodeSweeper&) = delete;

  /// Soon, once for all who ask at about the same time. From any thread, with an account's lock or without.
  void ask();
  /// Sweeps once more where there is something to do, and never again.
  void stop();

 private:
  void run();

  const std::function<bool()> sweep_;
  std::mutex mutex_;  // guards what follows; taken after an account's lock
  std::condition_variable changed_;
  bool asked_ = false;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace cloche::front
