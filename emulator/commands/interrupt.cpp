#include "emulator/commands/interrupt.h"

#include <pthread.h>

namespace cloche::commands {

namespace {

constexpr int leave = SIGUSR1;  // from the destructor

sigset_t set_of(std::initializer_list<int> signals) {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : signals) sigaddset(&set, signal);
  return set;
}

}  // namespace

Interrupt::Interrupt() {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that is gone is an error to who writes
  const sigset_t all = set_of({SIGINT, SIGTERM, leave});
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
  const sigset_t all = set_of({SIGINT, SIGTERM, leave});
  int signal = 0;
  sigwait(&all, &signal);
  if (signal == leave) return;
  {
    const std::lock_guard lock(mutex_);
    flag_ = true;
    flag_.notify_all();
    if (heard_) heard_();
  }
  // This thread is the only one that takes the next one, which then ends the process.
  const sigset_t ends = set_of({SIGINT, SIGTERM});
  pthread_sigmask(SIG_UNBLOCK, &ends, nullptr);
  const sigset_t only = set_of({leave});
  sigwait(&only, &signal);
}

}  // namespace cloche::commands
