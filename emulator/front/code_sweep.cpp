#include "emulator/front/code_sweep.h"

#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "emulator/front/accounts.h"
#include "fakes/lambda/code_store.h"
#include "fakes/lambda/store.h"

namespace cloche::front {

namespace {

// A deployment drops much at once.
constexpr auto after_asked = std::chrono::milliseconds(500);
// Until what was in use is looked at again: an environment of a function whose code has changed is there
// until the next invocation.
constexpr auto after_in_use = std::chrono::seconds(30);

void remove_named(std::set<std::string>& code, World& world) {
  for (const std::string& name : lambda::code_named_in(world.account->database())) code.erase(name);
}

}  // namespace

// All accounts are held only where there is something to discard, for no longer than renaming takes, so that
// none can name it meanwhile.
bool sweep_code(Accounts& accounts) {
  const lambda::CodeStore store = lambda::code_store(*accounts.main().account);
  std::set<std::string> unused = store.names();
  accounts.for_each([&](World& world) {
    if (!unused.empty())
      world.account->transact(Account::Deferred::waits, [&] { remove_named(unused, world); });
  });
  bool all = true;
  if (!unused.empty() || store.has_unfinished()) {
    accounts.in_all([&](const std::vector<std::shared_ptr<World>>& worlds) {
      for (const auto& world : worlds) remove_named(unused, *world);
      for (const std::string& name : unused) all &= store.discard(name);
      store.discard_unfinished();
    });
  }
  store.delete_discarded();
  return all;
}

void CodeSweeper::ask() {
  const std::lock_guard lock(mutex_);
  if (stopped_) return;
  asked_ = true;
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  changed_.notify_one();
}

void CodeSweeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void CodeSweeper::run() {
  bool all = true;
  std::unique_lock lock(mutex_);
  while (true) {
    const auto has_work = [&] { return asked_ || stopped_; };
    if (all) {
      changed_.wait(lock, has_work);
    } else {
      changed_.wait_for(lock, after_in_use, has_work);
    }
    if (stopped_ && !asked_ && all) return;
    changed_.wait_for(lock, after_asked, [&] { return stopped_; });
    asked_ = false;
    const bool last = stopped_;
    lock.unlock();
    try {
      all = sweep_();
    } catch (const std::exception& error) {
      fmt::print(stderr, "cloche: code of functions could not be removed: {}\n", error.what());
      all = true;
    }
    if (last) return;
    lock.lock();
  }
}

}  // namespace cloche::front
