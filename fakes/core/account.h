#pragma once
// One isolated AWS account. Everything that it is stands in its SQLite database; nothing about AWS state
// exists outside.
//
// Threads: everything here is guarded by the account's one lock. `transact` takes it and makes one unit of
// work of a call: what throws is rolled back, what returns is committed. An operation runs inside and never
// waits.
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <typeindex>
#include <unordered_map>
#include <utility>
#include <vector>

#include "fakes/core/clock.h"
#include "fakes/core/database.h"
#include "fakes/core/ids.h"
#include "fakes/core/outbox.h"

namespace cloche {

/// The tables of one service: each step is SQL that takes the schema one version on, and is never changed
/// once released.
struct Schema {
  std::string_view service;
  std::span<const std::string_view> steps;
};

/// Why functions of a runtime of Lambda ("java21") can't run on this machine, in a sentence; nullopt where
/// they can.
using RuntimeCheck = std::function<std::optional<std::string>(std::string_view runtime)>;

class Account {
 public:
  struct Settings {
    std::string number = "000000000000";
    std::optional<std::uint64_t> seed;  // none: a random one
    Clock::Source time = system_time;
    std::filesystem::path files{};   // see files()
    RuntimeCheck runtime_refusal{};  // none: every runtime that is emulated is there
  };

  /// Takes over a database, new or with data (whose number and seed then win over the settings').
  Account(Database database, std::span<const Schema> schemas, const Settings& settings);
  Account(const Account&) = delete;

  const std::string& number() const { return number_; }
  std::uint64_t seed() const { return seed_; }
  /// The directory for content that is too large for the database (function code). What lies there is
  /// addressed by its hash and never changed, so forks and other accounts share it. A Fault where it has
  /// none.
  const std::filesystem::path& files() const;
  std::optional<std::string> runtime_refusal(std::string_view runtime) const {
    return runtime_refusal_ ? runtime_refusal_(runtime) : std::nullopt;
  }

  Database& database() { return database_; }
  Clock& clock() { return clock_; }
  Ids& ids() { return ids_; }
  Outbox& outbox() { return outbox_; }

  /// Runs `work` under the lock as one unit of work and answers what it returns.
  template <class Work>
  decltype(auto) transact(Work&& work) {
    return transact(Deferred::is_done_first, std::forward<Work>(work));
  }

  /// What becomes of deferred work: done before, or left for who must see it.
  enum class Deferred { is_done_first, waits };
  template <class Work>
  decltype(auto) transact(Deferred deferred, Work&& work) {
    const std::lock_guard lock(mutex_);
    if (deferred == Deferred::is_done_first && has_deferred()) run_deferred();
    UnitOfWork unit(*this);
    if constexpr (std::is_void_v<decltype(work())>) {
      work();
      unit.commit();
    } else {
      auto result = work();
      unit.commit();
      return result;
    }
  }

  /// Leaves `work` to be done as a unit of work of its own before the next one, so that nobody who looks can
  /// see that it is late: what is written down of something that was already answered. From any thread,
  /// without the lock; who defers sees to it that there is a next one soon. Work that throws is undone and
  /// reported on stderr.
  void defer(std::move_only_function<void()> work);
  bool has_deferred() const { return has_deferred_.load(std::memory_order_acquire); }

  /// Called after each commit that changed the outbox, under the lock, with the earliest moment at which a
  /// row that came is due (Time::max() where rows only went): it must only take note.
  void on_outbox_change(std::function<void(Time)> listener);

  /// Says, in a unit of work, that something came for which a caller may be waiting: a message in a queue
  /// ("sqs:" and its ARN). Nothing happens if the unit of work is undone.
  void ring(std::string bell) { rung_.push_back(std::move(bell)); }
  /// Called after each commit for every bell that was rung, under the lock; with "" when the whole content
  /// has changed. It must only take note.
  void on_ring(std::function<void(std::string_view bell)> listener);

  /// What a service derives from its tables and wants to keep in memory (parsed definitions). It is dropped
  /// with every roll-back, so it never holds what the database does not. T is default-constructible and names
  /// its service's state.
  template <class T>
  T& cache() {
    auto& slot = caches_[std::type_index(typeid(T))];
    if (!slot) slot = std::make_unique<Slot<T>>();
    return static_cast<Slot<T>&>(*slot).value;
  }

  /// The whole account as bytes. Takes the lock.
  std::string snapshot();
  /// An account with the same number and content, in memory, with its own future. Takes the lock.
  std::unique_ptr<Account> fork();
  /// Makes it what it was when it was new, number and seed kept. Takes the lock.
  void reset();
  /// A snapshot as a database, with the tables of today; a Fault where it is none of an account of this
  /// number. Without the lock.
  Database read_snapshot(std::string_view snapshot) const;
  /// Replaces its content by that of a snapshot that was read. Takes the lock.
  void restore(Database& image);

 private:
  struct AnySlot {
    virtual ~AnySlot() = default;
  };
  template <class T>
  struct Slot : AnySlot {
    T value;
  };
  class UnitOfWork {
   public:
    explicit UnitOfWork(Account& account) : account_(account) { account_.database_.begin(); }
    ~UnitOfWork() {
      if (!committed_) account_.roll_back();
    }
    void commit();

   private:
    Account& account_;
    bool committed_ = false;
  };
  void run_deferred();
  void roll_back() noexcept;
  void replace_content(Database& source);

  std::mutex mutex_;
  std::mutex deferred_mutex_;  // guards deferred_; taken after mutex_
  std::vector<std::move_only_function<void()>> deferred_;
  std::atomic<bool> has_deferred_ = false;
  Database database_;
  std::span<const Schema> schemas_;
  Clock::Source time_;
  std::filesystem::path files_;
  RuntimeCheck runtime_refusal_;
  std::string number_;
  std::uint64_t seed_ = 0;
  Clock clock_;
  Ids ids_;
  Outbox outbox_;
  std::unordered_map<std::type_index, std::unique_ptr<AnySlot>> caches_;
  std::function<void(Time)> outbox_listener_;
  std::vector<std::string> rung_;
  std::function<void(std::string_view)> bell_listener_;
};

}  // namespace cloche
