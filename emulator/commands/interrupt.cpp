#include "emulator/commands/interrupt.h"

#include <pthread.h>

#include <chrono>
#include <ctime>

namespace cloche::commands {

namespace {

constexpr int leave = SIGUSR1;               // from the destructor
constexpr std::chrono::seconds one_wish{1};  // in which all signals are one

sigset_t set_of(std::initializer_list<int> signals) {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : signals) sigaddset(&set, signal);
  return set;
}

/// SIGHUP too, of a terminal that is gone, unless who started this wants it ignored (nohup).
sigset_t endings() {
  sigset_t set = set_of({SIGINT, SIGTERM});
  struct sigaction hangup {};
  if (sigaction(SIGHUP, nullptr, &hangup) == 0 && hangup.sa_handler != SIG_IGN) sigaddset(&set, SIGHUP);
  return set;
}

sigset_t all_signals() {
  sigset_t set = endings();
  sigaddset(&set, leave);
  return set;
}

/// Takes what comes of `signals` while this wish lasts; whether `leave` came.
bool told_to_leave(const sigset_t& signals) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + one_wish;
  for (auto now = Clock::now(); now < end; now = Clock::now()) {
    const auto left = std::chrono::nanoseconds(end - now).count();
    const timespec timeout{left / 1'000'000'000, left % 1'000'000'000};
    if (sigtimedwait(&signals, nullptr, &timeout) == leave) return true;
  }
  return false;
}

}  // namespace

Interrupt::Interrupt() {
  std::signal(SIGPIPE, SIG_IGN);
  const sigset_t all = all_signals();
  pthread_sigmask(SIG_BLOCK, &all, &before_);
  waiting_ = std::thread([this] { wait(); });
}

Interrupt::~Interrupt() {
  pthread_kill(waiting_.native_handle(), leave);
  waiting_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

Interrupt::Listener::Listener(Interrupt& interrupt, std::function<void()> heard) : interrupt_(interrupt) {
  const std::lock_guard lock(interrupt_.mutex_);
  if (interrupt_.flag_) heard();
  interrupt_.heard_ = std::move(heard);
}

Interrupt::Listener::~Listener() {
  const std::lock_guard lock(interrupt_.mutex_);
  interrupt_.heard_ = nullptr;
}

void Interrupt::wait() {
  const sigset_t all = all_signals();
  int signal = 0;
  sigwait(&all, &signal);
  if (signal == leave) return;
  {
    const std::lock_guard lock(mutex_);
    flag_ = true;
    flag_.notify_all();
    if (heard_) heard_();
  }
  if (told_to_leave(all)) return;
  // This thread is the only one that takes the next one, which then ends the process.
  const sigset_t ends = endings();
  pthread_sigmask(SIG_UNBLOCK, &ends, nullptr);
  const sigset_t only = set_of({leave});
  sigwait(&only, &signal);
}

}  // namespace cloche::commands
