#pragma once
// The requests of an account that wait for something to come (wire::Wait): a long poll. An operation never
// waits; it answers "nothing yet", its request is parked here, and is asked again when the bell is rung.
//
// So that no bell is missed, a request enters within the unit of work that found nothing, and gives what is
// to be called afterwards. Threads: any; what is called must only take note.
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace cloche::front {

class Waiting {
 public:
  using Ticket = std::uint64_t;
  using Again = std::move_only_function<void()>;

  Ticket enter(std::string bell);
  /// Calls `again` once: now, if the bell was rung since, or when it is, or when it is let go.
  void wait(Ticket ticket, Again again);
  /// Calls all that wait for this bell; "": everyone.
  void ring(std::string_view bell);
  /// Nothing happens where it was called before.
  void let_go(Ticket ticket);

 private:
  struct Waiter {
    std::string bell;
    bool rung = false;
    Again again;
  };

  std::mutex mutex_;
  Ticket next_ = 0;
  std::map<Ticket, Waiter> waiters_;  // the first to come is the first to be asked again
};

}  // namespace cloche::front
