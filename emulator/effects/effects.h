#pragma once
// Makes happen what the outboxes of the accounts hold, when it is due on each account's clock and in the
// order (due, id), and moves the clocks, for moving one is making happen what falls due on the way.
//
// An effect inside the account is a function of the service that wrote the row: it and the removal of its row
// are one unit of work; so is a delivery (fakes/core/delivery.h), which the service that it goes to takes or
// refuses. An effect outside (an invocation) is started, and its row stays until it says that it
// is done; what was running when the process ended is started again. An effect that throws is logged and its
// row set aside.
//
// A clock goes from one due moment to the next: at each it stops, until all that fell due there has settled,
// effects outside included; what they add on the way is due on the way. A clock is set back once all has
// settled that was due before; that makes nothing happen but what services do then
// (fakes/core/clock_set_back.h).
//
// Threads: one of its own, which takes the accounts in turn. It takes an account's lock, and then its own;
// never the other way round. Every function here may be called from any thread, but not inside `transact`.
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/core/api_error.h"
#include "fakes/core/delivery.h"
#include "fakes/wire/service.h"

namespace cloche::effects {

/// Called once, on the effects' thread or that which stops them, with no lock held.
using Settled = std::move_only_function<void()>;

/// A change of an account's clock: first whether it stands or runs, then where it is moved to.
struct ClockChange {
  std::optional<bool> freeze;
  std::optional<Time> set;
  std::optional<Duration> advance;  // not together with `set`
};

/// An effect that happens outside the account. `start` must not wait; `done` may be called from any thread,
/// and must not be called once the Effects are gone. Where `start` throws, the row is set aside.
struct OutsideEffect {
  std::string kind;
  std::function<void(Account& account, const Json& payload, Settled done)> start;
};

/// Who takes deliveries to ARNs of a service.
struct Receiver {
  std::string_view service;  // as the ARNs name it
  void (*receive)(Account& account, const Delivery& delivery);
};

class Effects {
 public:
  Effects(std::vector<wire::EffectEntry> inside, std::vector<OutsideEffect> outside,
          std::vector<Receiver> receivers = {});
  ~Effects();
  Effects(const Effects&) = delete;

  /// Ends: nothing is made to happen any more, and who waits for something to settle is told so, though it
  /// has not, as is who asks later. Not from the thread of its own.
  void stop();
  bool stopped() const;

  /// Looks after an account from now on.
  void look_after(std::shared_ptr<Account> account);
  /// Leaves an account alone; answers once none of its effects runs inside. Who waits for it is told that it
  /// has settled, and so is who asks later.
  void forget(const Account& account);
  /// The same, until it has been resumed as often as it was paused, while its content is replaced: who asks
  /// meanwhile waits for that.
  void pause(const Account& account);
  void resume(const Account& account);

  /// Changes the clock, after the changes asked for before; `settled` is called when all that it caused has
  /// settled.
  void change_clock(Account& account, ClockChange change, Settled settled);
  /// Calls `settled` when no row is due, no effect runs and no clock change is under way.
  void when_idle(Account& account, Settled settled);

 private:
  struct Ward;  // an account that is looked after
  struct Taken;
  enum class Look { did_something, waits, idle };

  void end_thread();
  void run();
  void sleep(std::unique_lock<std::mutex>& lock);
  void queue(const std::shared_ptr<Ward>& ward);
  std::shared_ptr<Ward> find(const Account& account);
  void listen_to(const std::shared_ptr<Ward>& ward);
  std::vector<Settled> dismiss(std::unique_lock<std::mutex>& lock, Ward& ward);

  void serve(const std::shared_ptr<Ward>& ward);
  void remove_done(Ward& ward);
  void begin_change(Ward& ward);
  bool somebody_asks(Ward& ward);
  Look look(const std::shared_ptr<Ward>& ward, bool asked);
  void take_first(Ward& ward, Taken& taken, bool deferred_may_wait, bool asked);
  void set_back(Ward& ward);
  void receive(Account& account, const SentDelivery& sent) const;
  void refuse(Ward& ward, const Taken& taken, const ApiError& error);
  void start(const std::shared_ptr<Ward>& ward, const Outbox::Row& row, const OutsideEffect& effect);
  void set_aside(Ward& ward, const Outbox::Row& row, std::string_view why);

  std::unordered_map<std::string_view, wire::EffectEntry> inside_;
  std::vector<OutsideEffect> outside_;
  std::vector<Receiver> receivers_;

  mutable std::mutex mutex_;  // guards what follows, and of the wards what says so
  std::condition_variable woken_;
  std::condition_variable served_;
  std::unordered_map<const Account*, std::shared_ptr<Ward>> wards_;
  std::deque<std::shared_ptr<Ward>> ready_;  // to be served, each once
  const Ward* serving_ = nullptr;
  bool stopping_ = false;
  std::thread thread_;  // the last member: it uses the others
};

}  // namespace cloche::effects
