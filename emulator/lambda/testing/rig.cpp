#include "emulator/lambda/testing/rig.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

namespace cloche::lambda::testing {

bool wait_for_end(pid_t pid) {
  const Descriptor ended(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  if (!ended) return errno == ESRCH;
  pollfd waited{.fd = ended.get(), .events = POLLIN, .revents = 0};
  return poll(&waited, 1, 10'000) == 1;
}

}  // namespace cloche::lambda::testing
