#include "emulator/lambda/guardian.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "fakes/core/fault.h"

namespace cloche::lambda {

Guardian::Guardian() {
  void* memory = mmap(nullptr, places * sizeof(std::atomic<pid_t>), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) fail("mmap: {}", std::strerror(errno));
  groups_ = static_cast<std::atomic<pid_t>*>(memory);  // zeroed by the kernel
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe2: {}", std::strerror(errno));
  const Descriptor watched(ends[0]);
  alive_ = Descriptor(ends[1]);
  pid_ = fork();
  if (pid_ < 0) fail("fork: {}", std::strerror(errno));
  if (pid_ == 0) stand_guard(watched.get());
}

Guardian::~Guardian() {
  alive_.reset();
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  munmap(groups_, places * sizeof(std::atomic<pid_t>));
}

/// After fork in a process with threads: only what is safe in a signal handler.
void Guardian::stand_guard(int watched) const {
  setpgid(0, 0);  // no Ctrl-C meant for Cloche reaches it
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  dup2(watched, STDIN_FILENO);
  syscall(SYS_close_range, 1U, ~0U, 0U);
  char byte;
  while (read(STDIN_FILENO, &byte, 1) < 0 && errno == EINTR) {
  }
  for (std::size_t i = 0; i < places; ++i) {
    const pid_t group = groups_[i].load();
    if (group > 0) kill(-group, SIGKILL);
  }
  _exit(0);
}

void Guardian::enter(pid_t group) {
  for (std::size_t step = 0; step < places; ++step) {
    pid_t free = 0;
    if (groups_[(static_cast<std::size_t>(group) + step) % places].compare_exchange_strong(free, group))
      return;
  }
}

void Guardian::leave(pid_t group) {
  for (std::size_t step = 0; step < places; ++step) {
    pid_t expected = group;
    if (groups_[(static_cast<std::size_t>(group) + step) % places].compare_exchange_strong(expected, 0))
      return;
  }
}

}  // namespace cloche::lambda
