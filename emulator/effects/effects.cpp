#include "emulator/effects/effects.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "fakes/core/arn.h"
#include "fakes/core/clock_set_back.h"
#include "fakes/core/fault.h"

namespace cloche::effects {

namespace {

using RealTime = std::chrono::steady_clock::time_point;

// So many effects of one account, before it is another's turn.
constexpr int turn = 32;
// A sleeping thread looks again after this long, whatever it expects: the system's clock may have been set.
constexpr std::chrono::seconds longest_sleep{30};

// Runs `work`; what went wrong, if anything did.
template <class Work>
std::optional<std::string> failure(Work&& work) {
  try {
    work();
    return std::nullopt;
  } catch (const ApiError& error) {
    return error.code + ": " + error.message;
  } catch (const JsonSyntaxError& error) {
    return "the payload is not JSON: " + error.message;
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

struct Effects::Ward {
  struct Change {
    ClockChange change;
    Settled settled;
  };

  explicit Ward(std::shared_ptr<Account> account_) : account(std::move(account_)) {}

  const std::shared_ptr<Account> account;
  // On the account's clock: a row that is due before this is news. Written under the account's lock.
  std::atomic<Time> expects = Time::min();

  // Guarded by the Effects' mutex.
  bool queued = false;
  bool forgotten = false;
  int paused = 0;  // how often
  RealTime wake = RealTime::max();
  std::deque<Change> changes;  // the first may be under way
  std::vector<Settled> idle_waiters;
  std::vector<std::int64_t> done;  // rows whose effect outside has ended

  // The thread's own.
  bool changing = false;           // the first change is under way
  std::optional<Time> target;      // where it goes forward to
  std::optional<Time> back_to;     // where it goes back to
  std::set<std::int64_t> running;  // rows whose effect runs outside
};

// What a look at the first row came to.
struct Effects::Taken {
  Look seen = Look::idle;
  bool after_deferred = false;     // it can't be said before the account's deferred work is done
  std::optional<Outbox::Row> row;  // whose effect was had, or is to be started outside
  const OutsideEffect* outside = nullptr;
  std::optional<SentDelivery> delivery;
  RealTime wake = RealTime::max();  // when to look again
};

Effects::Effects(std::vector<wire::EffectEntry> inside, std::vector<OutsideEffect> outside,
                 std::vector<Receiver> receivers)
    : outside_(std::move(outside)), receivers_(std::move(receivers)) {
  for (const wire::EffectEntry& effect : inside) {
    if (!inside_.emplace(effect.kind, effect).second) fail("two effects of the kind {}", effect.kind);
  }
  thread_ = std::thread([this] { run(); });
}

Effects::~Effects() {
  end_thread();
  for (const auto& [account, ward] : wards_) ward->account->on_outbox_change(nullptr);
}

void Effects::end_thread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Effects::stop() {
  end_thread();
  std::vector<Settled> waiters;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [account, ward] : wards_) {
      std::ranges::move(ward->idle_waiters, std::back_inserter(waiters));
      ward->idle_waiters.clear();
      for (Ward::Change& change : ward->changes) waiters.push_back(std::move(change.settled));
      ward->changes.clear();
    }
  }
  for (Settled& settled : waiters) settled();
}

bool Effects::stopped() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Effects::look_after(std::shared_ptr<Account> account) {
  auto ward = std::make_shared<Ward>(std::move(account));
  {
    const std::lock_guard lock(mutex_);
    wards_.emplace(ward->account.get(), ward);
    queue(ward);
  }
  listen_to(ward);
}

// Writes are many and most add nothing that is due before what the thread expects: they do not wake it.
void Effects::listen_to(const std::shared_ptr<Ward>& ward) {
  ward->account->on_outbox_change([this, weak = std::weak_ptr(ward)](Time earliest_added) {
    const auto changed = weak.lock();
    if (changed == nullptr || earliest_added >= changed->expects.load(std::memory_order_relaxed)) return;
    const std::lock_guard lock(mutex_);
    queue(changed);
  });
}

// Waits until the ward is not served any more; answers who waited for it.
std::vector<Settled> Effects::dismiss(std::unique_lock<std::mutex>& lock, Ward& ward) {
  ward.forgotten = true;
  if (std::this_thread::get_id() != thread_.get_id()) {
    served_.wait(lock, [&] { return serving_ != &ward; });
  }
  std::vector<Settled> waiters = std::exchange(ward.idle_waiters, {});
  for (auto& change : ward.changes) waiters.push_back(std::move(change.settled));
  ward.changes.clear();
  return waiters;
}

void Effects::forget(const Account& account) {
  std::shared_ptr<Ward> ward;
  std::vector<Settled> waiters;
  {
    std::unique_lock lock(mutex_);
    const auto found = wards_.find(&account);
    if (found == wards_.end()) return;
    ward = found->second;
    wards_.erase(found);
    waiters = dismiss(lock, *ward);
  }
  ward->account->on_outbox_change(nullptr);
  for (Settled& settled : waiters) settled();
}

// What an effect outside says when it is done is for the ward that started it: so there is a new one.
void Effects::pause(const Account& account) {
  std::shared_ptr<Ward> ward;
  std::vector<Settled> waiters;
  {
    std::unique_lock lock(mutex_);
    const auto found = wards_.find(&account);
    if (found == wards_.end()) return;
    if (found->second->paused > 0) return static_cast<void>(++found->second->paused);
    ward = std::exchange(found->second, std::make_shared<Ward>(found->second->account));
    found->second->paused = 1;
    waiters = dismiss(lock, *ward);
  }
  ward->account->on_outbox_change(nullptr);
  for (Settled& settled : waiters) settled();
}

void Effects::resume(const Account& account) {
  std::shared_ptr<Ward> ward;
  {
    const std::lock_guard lock(mutex_);
    ward = find(account);
  }
  if (ward == nullptr) return;  // forgotten meanwhile
  listen_to(ward);
  const std::lock_guard lock(mutex_);
  if (--ward->paused == 0) queue(ward);
}

void Effects::change_clock(Account& account, ClockChange change, Settled settled) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto ward = find(account)) {
      ward->changes.push_back({change, std::move(settled)});
      return queue(ward);
    }
  }
  settled();
}

void Effects::when_idle(Account& account, Settled settled) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto ward = find(account)) {
      ward->idle_waiters.push_back(std::move(settled));
      return queue(ward);
    }
  }
  settled();
}

// Under the mutex; nullptr where it is not looked after, or not any more.
std::shared_ptr<Effects::Ward> Effects::find(const Account& account) {
  if (stopping_) return nullptr;
  const auto found = wards_.find(&account);
  return found == wards_.end() ? nullptr : found->second;
}

// Under the mutex.
void Effects::queue(const std::shared_ptr<Ward>& ward) {
  if (ward->queued || ward->forgotten || ward->paused > 0) return;
  ward->queued = true;
  ready_.push_back(ward);
  woken_.notify_one();
}

void Effects::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (ready_.empty()) {
      sleep(lock);
      continue;
    }
    const auto ward = std::move(ready_.front());
    ready_.pop_front();
    ward->queued = false;
    if (ward->forgotten) continue;
    serving_ = ward.get();
    lock.unlock();
    if (const auto why = failure([&] { serve(ward); })) {
      fmt::print(stderr, "cloche: fault in the effects of account {}: {}\n", ward->account->number(), *why);
    }
    lock.lock();
    serving_ = nullptr;
    served_.notify_all();
  }
}

// Until an account is queued, or the first row of one falls due.
void Effects::sleep(std::unique_lock<std::mutex>& lock) {
  RealTime wake = std::chrono::steady_clock::now() + longest_sleep;
  for (const auto& [account, ward] : wards_) wake = std::min(wake, ward->wake);
  woken_.wait_until(lock, wake, [&] { return stopping_ || !ready_.empty(); });
  const RealTime now = std::chrono::steady_clock::now();
  for (const auto& [account, ward] : wards_) {
    if (ward->wake <= now) queue(ward);
  }
}

void Effects::serve(const std::shared_ptr<Ward>& ward) {
  for (int i = 0; i < turn; ++i) {
    remove_done(*ward);
    begin_change(*ward);
    const bool asked = somebody_asks(*ward);
    const Look seen = look(ward, asked);
    if (seen == Look::did_something) continue;
    if (seen == Look::waits) return;  // for an effect outside, which queues the account when it is done
    if (!asked) return;               // whoever asks from now on queues the account again

    // Nothing is due at the clock's present, or before its target: the change, if any, is done.
    std::vector<Settled> settled;
    {
      const std::lock_guard lock(mutex_);
      if (ward->changing) {
        ward->changing = false;
        settled.push_back(std::move(ward->changes.front().settled));
        ward->changes.pop_front();
      }
      if (ward->changes.empty() && ward->running.empty()) {
        std::ranges::move(ward->idle_waiters, std::back_inserter(settled));
        ward->idle_waiters.clear();
      }
    }
    for (Settled& call : settled) call();
    const std::lock_guard lock(mutex_);
    if (ward->changes.empty()) return;
  }
  const std::lock_guard lock(mutex_);
  queue(ward);
}

void Effects::remove_done(Ward& ward) {
  std::vector<std::int64_t> done;
  {
    const std::lock_guard lock(mutex_);
    done.swap(ward.done);
  }
  if (done.empty()) return;
  ward.account->transact(Account::Deferred::waits, [&] {
    for (const std::int64_t id : done) ward.account->outbox().remove(id);
  });
  for (const std::int64_t id : done) ward.running.erase(id);
}

// Whether a clock change is under way, or somebody waits until the account is idle.
bool Effects::somebody_asks(Ward& ward) {
  const std::lock_guard lock(mutex_);
  return ward.changing || !ward.idle_waiters.empty();
}

void Effects::begin_change(Ward& ward) {
  if (ward.changing) return;
  ClockChange change;
  {
    const std::lock_guard lock(mutex_);
    if (ward.changes.empty()) return;
    change = ward.changes.front().change;
  }
  ward.changing = true;
  ward.account->transact([&] {
    Clock& clock = ward.account->clock();
    if (change.freeze == true && !clock.frozen()) clock.freeze();
    if (change.freeze == false && clock.frozen()) clock.run();
    ward.target = change.set;
    if (change.advance) ward.target = clock.now() + *change.advance;
    if (ward.target && *ward.target < clock.now()) ward.back_to = std::exchange(ward.target, std::nullopt);
  });
}

// Looks at the first row and, if its time has come, makes it happen. Most looks start an effect outside or
// find nothing to do; they leave the account's deferred work to be done with more of its kind.
Effects::Look Effects::look(const std::shared_ptr<Ward>& ward, bool asked) {
  Taken taken;
  const auto why = failure([&] {
    try {
      ward->account->transact(Account::Deferred::waits, [&] { take_first(*ward, taken, true, asked); });
      if (taken.after_deferred) {
        taken = {};
        ward->account->transact([&] { take_first(*ward, taken, false, asked); });
      }
    } catch (const ApiError& error) {
      if (!taken.delivery) throw;
      refuse(*ward, taken, error);
    }
  });
  if (why && !taken.row) fail("{}", *why);  // the account itself can't be read
  if (why) {
    set_aside(*ward, *taken.row, *why);
    return Look::did_something;
  }
  {
    const std::lock_guard lock(mutex_);
    ward->wake = taken.wake;
  }
  if (taken.outside != nullptr) start(ward, *taken.row, *taken.outside);
  return taken.seen;
}

// Inside the account's unit of work.
void Effects::take_first(Ward& ward, Taken& taken, bool deferred_may_wait, bool asked) {
  Account& account = *ward.account;
  const auto must_follow_deferred = [&] {
    return taken.after_deferred = deferred_may_wait && account.has_deferred();
  };
  Clock& clock = account.clock();
  const Time now = clock.now();
  const Time horizon = ward.changing && ward.target ? std::max(now, *ward.target) : now;
  auto row = account.outbox().first();

  if ((!row || row->due > now) && ward.changing && !ward.running.empty()) {
    ward.expects = Time::max();
    taken.seen = Look::waits;  // the clock stands until all has settled
    return;
  }
  if (!row || row->due > horizon) {
    if (asked && must_follow_deferred()) return;
    if (ward.changing && ward.back_to) {
      set_back(ward);
      taken.seen = Look::did_something;
      return;
    }
    if (horizon > clock.now()) clock.set(horizon);
    const Time then = clock.now();
    ward.expects = clock.frozen() ? then + Duration(1) : row ? row->due : Time::max();
    if (row && !clock.frozen())
      taken.wake = std::chrono::steady_clock::now() + std::min<Duration>(row->due - then, longest_sleep);
    taken.seen = Look::idle;
    return;
  }

  const auto outside = std::ranges::find(outside_, row->kind, &OutsideEffect::kind);
  if ((row->due > now || outside == outside_.end()) && must_follow_deferred()) return;
  taken.seen = Look::did_something;
  taken.row = std::move(row);
  if (taken.row->due > now) clock.set(taken.row->due);
  if (outside != outside_.end()) {
    taken.outside = &*outside;
    account.outbox().take(taken.row->id);
    return;
  }
  account.outbox().remove(taken.row->id);
  if (taken.row->kind == delivery_effect) {
    taken.delivery = SentDelivery::parse(parse_json(taken.row->payload));
    receive(account, *taken.delivery);
    return;
  }
  const auto inside = inside_.find(taken.row->kind);
  if (inside == inside_.end()) cloche::fail("no effect of the kind {}", taken.row->kind);
  inside->second.function(account, parse_json(taken.row->payload));
}

// Inside the account's unit of work.
void Effects::set_back(Ward& ward) {
  Account& account = *ward.account;
  const Duration by = account.clock().now() - *ward.back_to;
  account.clock().set(*ward.back_to);
  ward.back_to.reset();
  std::set<std::string_view> kinds;
  for (const auto& [kind, effect] : inside_) {
    if (kind.ends_with(clock_set_back_suffix)) kinds.insert(kind);
  }
  for (const std::string_view kind : kinds)
    account.outbox().add(kind, account.clock().now(), clock_set_back_payload(by));
}

void Effects::receive(Account& account, const SentDelivery& sent) const {
  const auto arn = Arn::parse(sent.delivery.target);
  const auto receiver = std::ranges::find(receivers_, arn ? arn->service : "", &Receiver::service);
  if (receiver == receivers_.end()) throw not_emulated("A delivery to " + sent.delivery.target);
  receiver->receive(account, sent.delivery);
}

// What the target did before it refused is undone.
void Effects::refuse(Ward& ward, const Taken& taken, const ApiError& error) {
  const Delivery& delivery = taken.delivery->delivery;
  const auto& on_refusal = taken.delivery->on_refusal;
  if (!on_refusal) {
    fmt::print(stderr, "cloche: {} refused what {} sent: {}: {}\n", delivery.target, delivery.source,
               error.code, error.message);
  }
  ward.account->transact([&] {
    Outbox& outbox = ward.account->outbox();
    outbox.remove(taken.row->id);
    if (!on_refusal) return;
    Json payload = on_refusal->payload;
    payload["ErrorCode"] = error.code;
    payload["ErrorMessage"] = error.message;
    outbox.add(on_refusal->effect, ward.account->clock().now(), payload);
  });
}

void Effects::start(const std::shared_ptr<Ward>& ward, const Outbox::Row& row, const OutsideEffect& effect) {
  ward->running.insert(row.id);
  const auto why = failure([&] {
    effect.start(*ward->account, parse_json(row.payload), [this, ward, id = row.id] {
      const std::lock_guard lock(mutex_);
      ward->done.push_back(id);
      queue(ward);
    });
  });
  if (!why) return;
  ward->running.erase(row.id);
  set_aside(*ward, row, *why);
}

void Effects::set_aside(Ward& ward, const Outbox::Row& row, std::string_view why) {
  fmt::print(stderr, "cloche: fault in effect {} (row {} of account {}, due {}, payload {}): {}\n", row.kind,
             row.id, ward.account->number(), iso8601(row.due), row.payload, why);
  ward.account->transact([&] { ward.account->outbox().set_aside(row, why); });
}

}  // namespace cloche::effects
