#pragma once
// The one thread that starts processes, hears of their output and their end, and keeps their deadlines. It
// must be one thread, and live as long as the processes: the kernel ends a child with the thread that started
// it.
//
// Threads: post() and at() from any; watch() and ignore() on the thread itself. Callbacks run on the thread,
// one at a time, and must be short (starting a process is the longest thing that it does).
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "emulator/lambda/guardian.h"
#include "emulator/lambda/process.h"

namespace cloche::lambda {

class Supervisor {
 public:
  using Task = std::move_only_function<void()>;
  using Clock = std::chrono::steady_clock;

  Supervisor();
  /// What was posted is still run; timers are dropped.
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;

  void post(Task task);
  /// Runs `task` at `when`, or soon after it.
  void at(Clock::time_point when, Task task);
  bool runs_here() const { return std::this_thread::get_id() == thread_.get_id(); }

  /// Calls `callback` each time that `descriptor` is readable or at its end, until it is ignored.
  void watch(int descriptor, std::function<void()> callback);
  void ignore(int descriptor);

  Guardian& guardian() { return guardian_; }

 private:
  void run();
  int wait_time();
  void run_due();
  void wake();

  Guardian guardian_;
  Descriptor epoll_;
  Descriptor wake_;  // an eventfd
  std::unordered_map<int, std::shared_ptr<std::function<void()>>> watched_;

  std::mutex mutex_;  // guards what follows
  std::vector<Task> tasks_;
  std::multimap<Clock::time_point, Task> timers_;
  Clock::time_point wakes_at_ = Clock::time_point::max();  // when it sleeps, until when
  bool sleeping_ = false;
  bool stopping_ = false;
  std::thread thread_;  // the last member: it uses the others
};

}  // namespace cloche::lambda
