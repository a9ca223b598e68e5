#pragma once
// An account, and what the emulator keeps beside it: its requests and what they asked for in vain. None of
// that is AWS state, and none of it outlives the process.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "emulator/front/known_credentials.h"
#include "emulator/front/request_ids.h"
#include "emulator/front/request_log.h"
#include "emulator/front/unsupported.h"
#include "emulator/front/waiting.h"
#include "emulator/gateway/gateway.h"
#include "emulator/lambda/runner.h"
#include "fakes/core/account.h"
#include "fakes/lambda/code_store.h"
#include "fakes/wire/service.h"

namespace cloche::front {

struct World {
  World(std::shared_ptr<Account> account_, bool strict)
      : account(std::move(account_)),
        root{account->number(), "arn:aws:iam::" + account->number() + ":root", account->number(), ""},
        ids(account->seed()),
        unsupported(strict) {
    account->on_ring([this](std::string_view bell) {
      waiting.ring(bell);
      if (bell.empty() || bell == iam::credentials_bell) known_credentials.clear();
      if (code_dropped && (bell.empty() || bell == lambda::dropped_code_bell)) code_dropped();
    });
  }
  ~World() { account->on_ring(nullptr); }
  World(const World&) = delete;

  /// Notes where it is served, and leads the addresses that stand in its content there. After that was
  /// replaced, too.
  void move_home();

  /// Aborts the functions that run, and what comes until resume_functions(), and calls back when no process
  /// is left.
  void end_functions(std::move_only_function<void()> done) {
    if (!functions) return done();
    functions->end_all(std::move(done));
  }
  void resume_functions() {
    if (functions) functions->resume();
  }

  const std::shared_ptr<Account> account;
  const wire::Caller root;  // the account's owner, whose key is any that Cloche did not make
  RequestIds ids;
  RequestLog requests;
  Unsupported unsupported;
  Waiting waiting;
  KnownCredentials known_credentials;
  std::atomic<std::uint16_t> port = 0;  // at which it is served; 0: at none
  bool is_fork = false;
  std::shared_ptr<lambda::Runner> functions;  // runs them; nullptr in tests that have none
  std::shared_ptr<gateway::Gateway> apis;     // serves them; likewise
  std::function<void()> code_dropped;         // takes note that code may have no function any more; likewise
};

}  // namespace cloche::front
