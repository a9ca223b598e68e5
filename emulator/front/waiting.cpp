#include "emulator/front/waiting.h"

#include <utility>
#include <vector>

namespace cloche::front {

Waiting::Ticket Waiting::enter(std::string bell) {
  const std::lock_guard lock(mutex_);
  waiters_.emplace(++next_, Waiter{std::move(bell), false, nullptr});
  return next_;
}

void Waiting::wait(Ticket ticket, Again again) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = waiters_.find(ticket);
    if (found != waiters_.end() && !found->second.rung) {
      found->second.again = std::move(again);
      return;
    }
    if (found != waiters_.end()) waiters_.erase(found);
  }
  again();
}

void Waiting::ring(std::string_view bell) {
  std::vector<Again> called;
  {
    const std::lock_guard lock(mutex_);
    for (auto at = waiters_.begin(); at != waiters_.end();) {
      Waiter& waiter = at->second;
      if (!bell.empty() && waiter.bell != bell) {
        ++at;
      } else if (waiter.again) {
        called.push_back(std::move(waiter.again));
        at = waiters_.erase(at);
      } else {
        waiter.rung = true;
        ++at;
      }
    }
  }
  for (Again& again : called) again();
}

void Waiting::let_go(Ticket ticket) {
  Again again;
  {
    const std::lock_guard lock(mutex_);
    const auto found = waiters_.find(ticket);
    if (found == waiters_.end() || !found->second.again) return;
    again = std::move(found->second.again);
    waiters_.erase(found);
  }
  again();
}

}  // namespace cloche::front
