#include "emulator/lambda/runner.h"

#include <fmt/core.h>

#include <cstdio>
#include <deque>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "fakes/core/api_error.h"
#include "fakes/iam/credentials.h"
#include "fakes/lambda/asynchronous.h"
#include "fakes/lambda/invocation_record.h"

namespace cloche::lambda {

namespace {

// How many events run at once. Lambda's own queue is not read all at once either; and an event that is slow
// must not start a thousand processes here.
constexpr int events_at_once = 16;

// From an answer to writing down what it was, where nobody looks before.
constexpr auto record_after = std::chrono::milliseconds(20);

// Of a function's credentials. Lambda's never end under a function; here the clock may be moved by weeks
// while one is at work.
constexpr auto credentials_lifetime = std::chrono::years(10);

// Stops the pools, lets go of them, and calls `done`.
void stop_all(std::vector<std::shared_ptr<Pool>> pools, std::move_only_function<void()> done) {
  struct Last {
    Last(std::vector<std::shared_ptr<Pool>> pools_, std::move_only_function<void()> done_)
        : pools(std::move(pools_)), done(std::move(done_)) {}
    ~Last() {
      pools.clear();
      done();
    }
    std::vector<std::shared_ptr<Pool>> pools;
    std::move_only_function<void()> done;
  };
  const auto last = std::make_shared<Last>(std::move(pools), std::move(done));
  for (const auto& pool : last->pools) pool->stop([last] {});
}

// The invocation as it is to run; what is left of it is what is written down, and need not hold the event.
Invocation taken(Invocation& invocation) {
  std::string payload = std::move(invocation.payload);
  Invocation whole = invocation;
  whole.payload = std::move(payload);
  return whole;
}

}  // namespace

struct Runner::Core : std::enable_shared_from_this<Runner::Core> {
  /// An invocation that is to be written down.
  struct Finished {
    std::shared_ptr<PendingInvocation> pending;
    std::shared_ptr<const Outcome> outcome;
  };
  struct Queued {
    Event event;
    std::move_only_function<void()> done;
  };

  Core(std::function<Platform&()> platform_, std::shared_ptr<Account> account_, std::function<std::string()> endpoint_url_)
      : platform(std::move(platform_)), account(std::move(account_)), endpoint_url(std::move(endpoint_url_)) {}

  std::shared_ptr<Pool> pool_of(const std::string& region);
  std::vector<std::shared_ptr<Pool>> all_pools();
  Pool::Settings settings_of(const std::string& region);
  Credentials credentials_of(const FunctionVersion& function);

  void invoke(const std::shared_ptr<PendingInvocation>& pending, Done done);
  void record_later(Finished finished);
  void record_all();

  void start_events();
  void start(Queued queued);
  void event_is_over();

  const std::function<Platform&()> platform;
  const std::shared_ptr<Account> account;
  const std::function<std::string()> endpoint_url;

  std::mutex mutex;                                    // guards what follows
  std::map<std::string, std::shared_ptr<Pool>> pools;  // by region: limits are a region's
  std::vector<Finished> unrecorded;
  std::deque<Queued> queue;
  int events_running = 0;
  bool starting = false;  // a thread is in start_events()
  int paused = 0;
  bool stopped = false;
};

Credentials Runner::Core::credentials_of(const FunctionVersion& function) {
  const iam::NewSession session = account->transact(Account::Deferred::waits, [&] {
    return iam::create_role_session(*account, function.role, function.name, credentials_lifetime);
  });
  return {session.access_key_id, session.secret, session.token};
}

Pool::Settings Runner::Core::settings_of(const std::string& region) {
  // The pool's callbacks may come when this is gone; nobody waits for them then.
  const std::weak_ptr<Core> weak = weak_from_this();
  return {
      .clock = [account = account] { return account->clock().now(); },
      .seed = account->seed(),
      .endpoint_url = endpoint_url,
      .credentials =
          [weak](const FunctionVersion& function) {
            const auto self = weak.lock();
            return self ? self->credentials_of(function) : Credentials{};
          },
      .leftover_log = [account = account, region](
                          LogBatch log) { account->transact([&] { write_log(*account, region, log); }); }};
}

std::shared_ptr<Pool> Runner::Core::pool_of(const std::string& region) {
  const std::lock_guard lock(mutex);
  if (stopped || paused > 0) return nullptr;
  auto& pool = pools[region];
  if (!pool) pool = std::make_shared<Pool>(platform(), settings_of(region));
  return pool;
}

std::vector<std::shared_ptr<Pool>> Runner::Core::all_pools() {
  const std::lock_guard lock(mutex);
  std::vector<std::shared_ptr<Pool>> all;
  for (const auto& [region, pool] : pools) all.push_back(pool);
  return all;
}

Runner::Runner(std::function<Platform&()> platform, std::shared_ptr<Account> account,
               std::function<std::string()> endpoint_url)
    : core_(std::make_shared<Core>(std::move(platform), std::move(account), std::move(endpoint_url))) {}

Runner::~Runner() = default;

void Runner::Core::invoke(const std::shared_ptr<PendingInvocation>& pending, Done done) {
  const auto pool = pool_of(pending->function->region);
  if (!pool) return done(std::make_shared<const Outcome>(Outcome{.kind = Outcome::Kind::aborted}));
  pool->invoke(pending->function, taken(pending->invocation),
               [self = shared_from_this(), pending, done = std::move(done)](Outcome outcome) mutable {
                 const auto shared = std::make_shared<const Outcome>(std::move(outcome));
                 if (shared->kind != Outcome::Kind::aborted) self->record_later({pending, shared});
                 done(shared);
               });
}

void Runner::run(const std::shared_ptr<PendingInvocation>& pending, GoOn go_on) {
  core_->invoke(pending, [account = core_->account, pending,
                          go_on = std::move(go_on)](const std::shared_ptr<const Outcome>& outcome) mutable {
    go_on([account, pending, outcome] { return pending->then(*account, *outcome); });
  });
}

void Runner::run(FunctionVersionPtr function, Invocation invocation, Done done) {
  core_->invoke(std::make_shared<PendingInvocation>(
                    PendingInvocation{std::move(function), std::move(invocation), nullptr}),
                std::move(done));
}

// Several are written down at once, by whoever looks next or after a moment.
void Runner::Core::record_later(Finished finished) {
  {
    const std::lock_guard lock(mutex);
    unrecorded.push_back(std::move(finished));
    if (unrecorded.size() > 1) return;
  }
  account->defer([self = shared_from_this()] { self->record_all(); });
  platform().supervisor().at(Supervisor::Clock::now() + record_after,
                             [account = account] { account->transact([] {}); });
}

void Runner::Core::record_all() {
  std::vector<Finished> all;
  {
    const std::lock_guard lock(mutex);
    all.swap(unrecorded);
  }
  std::vector<FinishedInvocation> invocations;
  invocations.reserve(all.size());
  for (const Finished& finished : all)
    invocations.push_back({*finished.pending->function, finished.pending->invocation, *finished.outcome});
  record_invocations(*account, invocations);
}

void Runner::run_event(const Json& row, std::move_only_function<void()> done) {
  {
    const std::lock_guard lock(core_->mutex);
    if (core_->stopped) return;
    core_->queue.push_back({Event::parse(row), std::move(done)});
  }
  core_->start_events();
}

// A loop and no recursion: an event that is throttled is over before start() returns.
void Runner::Core::start_events() {
  std::unique_lock lock(mutex);
  if (starting) return;  // it will see what came
  starting = true;
  while (!queue.empty() && events_running < events_at_once) {
    Queued next = std::move(queue.front());
    queue.pop_front();
    ++events_running;
    lock.unlock();
    start(std::move(next));
    lock.lock();
  }
  starting = false;
}

void Runner::Core::start(Queued queued) {
  auto begun = account->transact(Account::Deferred::waits, [&] { return begin(*account, queued.event); });
  if (!begun) {
    queued.done();
    return event_is_over();
  }
  const auto pending = std::make_shared<PendingInvocation>(
      PendingInvocation{std::move(begun->function), std::move(begun->invocation), nullptr});
  invoke(pending, [self = shared_from_this(), pending,
                   queued = std::move(queued)](const std::shared_ptr<const Outcome>& outcome) mutable {
    if (outcome->kind != Outcome::Kind::aborted) {
      self->account->transact(Account::Deferred::waits, [&] {
        end(*self->account, std::move(queued.event), *pending->function, *outcome);
      });
      queued.done();
    }
    self->event_is_over();
  });
}

void Runner::Core::event_is_over() {
  {
    const std::lock_guard lock(mutex);
    --events_running;
  }
  start_events();
}

std::size_t Runner::retire(std::string_view function) {
  std::size_t count = 0;
  for (const auto& pool : core_->all_pools()) count += pool->retire(function);
  return count;
}

void Runner::end_idle() {
  for (const auto& pool : core_->all_pools()) pool->end_idle();
}

void Runner::end_all(std::move_only_function<void()> done) {
  std::vector<std::shared_ptr<Pool>> ending;
  {
    const std::lock_guard lock(core_->mutex);
    ++core_->paused;
    core_->queue.clear();
    for (auto& [region, pool] : core_->pools) ending.push_back(std::move(pool));
    core_->pools.clear();
  }
  stop_all(std::move(ending), std::move(done));
}

void Runner::resume() {
  const std::lock_guard lock(core_->mutex);
  --core_->paused;
}

void Runner::stop(std::move_only_function<void()> done) {
  {
    const std::lock_guard lock(core_->mutex);
    core_->stopped = true;
    core_->queue.clear();
  }
  core_->account->transact([] {});  // writes down what has ended
  end_all(std::move(done));
}

}  // namespace cloche::lambda
