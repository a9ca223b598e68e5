#include "emulator/lambda/supervisor.h"

#include <fmt/core.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "fakes/core/fault.h"

namespace cloche::lambda {

namespace {

template <class Callable>
void guarded(Callable& callable) {
  try {
    callable();
  } catch (const std::exception& error) {
    fmt::print(stderr, "lambda: a task of the supervisor threw: {}\n", error.what());
  }
}

}  // namespace

Supervisor::Supervisor()
    : epoll_(epoll_create1(EPOLL_CLOEXEC)), wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!epoll_ || !wake_) fail("epoll: {}", std::strerror(errno));
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = wake_.get();
  epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wake_.get(), &event);
  thread_ = std::thread([this] { run(); });
}

Supervisor::~Supervisor() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake();
  thread_.join();
}

void Supervisor::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(wake_.get(), &one, sizeof one);
}

void Supervisor::post(Task task) {
  bool asleep;
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    asleep = std::exchange(sleeping_, false);
  }
  if (asleep) wake();
}

void Supervisor::at(Clock::time_point when, Task task) {
  bool must_wake = false;
  {
    const std::lock_guard lock(mutex_);
    timers_.emplace(when, std::move(task));
    if (sleeping_ && when < wakes_at_) {
      must_wake = true;
      sleeping_ = false;
    }
  }
  if (must_wake) wake();
}

void Supervisor::watch(int descriptor, std::function<void()> callback) {
  watched_[descriptor] = std::make_shared<std::function<void()>>(std::move(callback));
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = descriptor;
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event) != 0)
    fail("epoll_ctl {}: {}", descriptor, std::strerror(errno));
}

void Supervisor::ignore(int descriptor) {
  if (watched_.erase(descriptor) != 0) epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
}

/// Milliseconds to sleep, and that it sleeps; -1: until woken.
int Supervisor::wait_time() {
  const std::lock_guard lock(mutex_);
  if (!tasks_.empty() || stopping_) return 0;
  sleeping_ = true;
  wakes_at_ = timers_.empty() ? Clock::time_point::max() : timers_.begin()->first;
  if (timers_.empty()) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(wakes_at_ - Clock::now()).count();
  return static_cast<int>(std::clamp<decltype(left)>(left, 0, 60'000));
}

void Supervisor::run_due() {
  std::vector<Task> due;
  {
    const std::lock_guard lock(mutex_);
    due.swap(tasks_);
    const auto now = Clock::now();
    while (!timers_.empty() && timers_.begin()->first <= now) {
      due.push_back(std::move(timers_.begin()->second));
      timers_.erase(timers_.begin());
    }
  }
  for (Task& task : due) guarded(task);
}

void Supervisor::run() {
  pthread_setname_np(pthread_self(), "lambda");
  std::array<epoll_event, 128> events;
  for (;;) {
    const int count = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), wait_time());
    {
      const std::lock_guard lock(mutex_);
      sleeping_ = false;
    }
    for (int i = 0; i < count; ++i) {
      const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
      if (descriptor == wake_.get()) {
        std::uint64_t ignored;
        [[maybe_unused]] const ssize_t got = read(wake_.get(), &ignored, sizeof ignored);
        continue;
      }
      const auto found = watched_.find(descriptor);
      if (found == watched_.end()) continue;
      const auto callback = found->second;  // which may ignore its descriptor
      guarded(*callback);
    }
    run_due();
    const std::lock_guard lock(mutex_);
    if (stopping_ && tasks_.empty()) return;
  }
}

}  // namespace cloche::lambda
