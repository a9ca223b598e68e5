#include "fakes/core/account.h"

#include <fmt/core.h>

#include <array>
#include <bit>
#include <cstdio>

#include "embedded/fakes/core/schema.sql.h"
#include "fakes/core/api_error.h"
#include "fakes/core/fault.h"

namespace cloche {

namespace {

constexpr std::string_view taken_rows =
    "ALTER TABLE core_outbox ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;"  // 1: its effect has begun
    "DROP INDEX core_outbox_due;"
    "CREATE INDEX core_outbox_due ON core_outbox (taken, due, id);";

constexpr std::string_view home =
    "CREATE TABLE core_home (port INTEGER NOT NULL);";  // of one row: home.h; empty: it is served nowhere

constexpr std::array core_steps{std::string_view(core_schema), taken_rows, home};

// Clock and Ids read their rows when they are made, so the tables come first: this runs in the initialiser
// list.
Database prepared(Database database, std::span<const Schema> schemas, const Account::Settings& settings) {
  database.begin();
  database.migrate("core", core_steps);
  for (const Schema& schema : schemas) database.migrate(schema.service, schema.steps);
  if (Statement row = database.prepare("SELECT 1 FROM core_account"); !row.step()) {
    const auto seed = std::bit_cast<std::int64_t>(settings.seed ? *settings.seed : random_seed());
    database.run("INSERT INTO core_account VALUES (?1, ?2, ?2, 0, 0)", settings.number, seed);
  }
  // What was under way when it was closed, or copied, begins again.
  if (database.prepare("SELECT 1 FROM core_outbox WHERE taken = 1").step()) {
    database.run("UPDATE core_outbox SET taken = 0 WHERE taken = 1");
  }
  database.commit();
  return database;
}

}  // namespace

Account::Account(Database database, std::span<const Schema> schemas, const Settings& settings)
    : database_(prepared(std::move(database), schemas, settings)),
      schemas_(schemas),
      time_(settings.time),
      files_(settings.files),
      runtime_refusal_(settings.runtime_refusal),
      clock_(database_, settings.time),
      ids_(database_),
      outbox_(database_) {
  Statement row = database_.prepare("SELECT number, id_seed FROM core_account");
  row.step();
  number_ = row.string(0);
  seed_ = std::bit_cast<std::uint64_t>(row.integer(1));
}

const std::filesystem::path& Account::files() const {
  if (files_.empty()) fail("account {} has no directory for files", number_);
  return files_;
}

void Account::on_outbox_change(std::function<void(Time)> listener) {
  const std::lock_guard lock(mutex_);
  outbox_listener_ = std::move(listener);
}

void Account::on_ring(std::function<void(std::string_view)> listener) {
  const std::lock_guard lock(mutex_);
  bell_listener_ = std::move(listener);
}

void Account::defer(std::move_only_function<void()> work) {
  const std::lock_guard lock(deferred_mutex_);
  deferred_.push_back(std::move(work));
  has_deferred_.store(true, std::memory_order_release);
}

// Under the lock.
void Account::run_deferred() {
  std::vector<std::move_only_function<void()>> deferred;
  {
    const std::lock_guard lock(deferred_mutex_);
    deferred.swap(deferred_);
    has_deferred_.store(false, std::memory_order_relaxed);
  }
  for (auto& work : deferred) {
    try {
      UnitOfWork unit(*this);
      work();
      unit.commit();
    } catch (const ApiError& error) {
      fmt::print(stderr, "cloche: deferred work of account {} failed: {}: {}\n", number_, error.code,
                 error.message);
    } catch (const std::exception& error) {
      fmt::print(stderr, "cloche: deferred work of account {} failed: {}\n", number_, error.what());
    }
  }
}

void Account::UnitOfWork::commit() {
  account_.ids_.save();
  account_.database_.commit();
  committed_ = true;
  const Time earliest = account_.outbox_.earliest_added();
  if (account_.outbox_.take_changed() && account_.outbox_listener_) account_.outbox_listener_(earliest);
  if (account_.rung_.empty()) return;
  for (const std::string& bell : account_.rung_) {
    if (account_.bell_listener_) account_.bell_listener_(bell);
  }
  account_.rung_.clear();
}

void Account::roll_back() noexcept {
  const bool wrote = database_.has_written();
  database_.roll_back();
  outbox_.take_changed();
  rung_.clear();
  if (wrote) caches_.clear();
  clock_.reload();
  ids_.reload();
}

std::string Account::snapshot() {
  const std::lock_guard lock(mutex_);
  run_deferred();
  return database_.snapshot();
}

std::unique_ptr<Account> Account::fork() {
  const std::lock_guard lock(mutex_);
  run_deferred();
  return std::make_unique<Account>(database_.fork(), schemas_,
                                   Settings{.number = number_,
                                            .seed = seed_,
                                            .time = time_,
                                            .files = files_,
                                            .runtime_refusal = runtime_refusal_});
}

void Account::reset() {
  const std::lock_guard lock(mutex_);
  run_deferred();
  Database fresh = prepared(Database::in_memory(), schemas_, Settings{.number = number_, .seed = seed_});
  replace_content(fresh);
}

Database Account::read_snapshot(std::string_view snapshot) const {
  Database image =
      prepared(Database::restore(snapshot), schemas_, Settings{.number = number_, .seed = seed_});
  std::string number;
  if (Statement row = image.prepare("SELECT number FROM core_account"); row.step()) number = row.string(0);
  if (number != number_) fail("a snapshot of account {} can't be restored into account {}", number, number_);
  return image;
}

void Account::restore(Database& image) {
  const std::lock_guard lock(mutex_);
  run_deferred();
  replace_content(image);
}

void Account::replace_content(Database& source) {
  database_.forget_statements();
  database_.copy_from(source);
  caches_.clear();
  clock_.reload();
  ids_.reload();
  Statement row = database_.prepare("SELECT id_seed FROM core_account");
  row.step();
  seed_ = std::bit_cast<std::uint64_t>(row.integer(0));
  outbox_.take_changed();
  if (outbox_listener_) outbox_listener_(Time::min());
  if (bell_listener_) bell_listener_("");
}

}  // namespace cloche
