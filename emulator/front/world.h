#pragma once
// An account, and what the emulator keeps beside it: its requests and what they asked for in vain. None of
// that is AWS state, and none of it outlives the process.
#include <memory>
#include <string>
#include <utility>

#include "emulator/front/request_ids.h"
#include "emulator/front/request_log.h"
#include "emulator/front/unsupported.h"
#include "emulator/front/waiting.h"
#include "fakes/core/account.h"
#include "fakes/wire/service.h"

namespace cloche::front {

struct World {
  World(std::shared_ptr<Account> account_, bool strict)
      : account(std::move(account_)),
        root{account->number(), "arn:aws:iam::" + account->number() + ":root", account->number(), ""},
        ids(account->seed()),
        unsupported(strict) {
    account->on_ring([this](std::string_view bell) { waiting.ring(bell); });
  }
  ~World() { account->on_ring(nullptr); }
  World(const World&) = delete;

  const std::shared_ptr<Account> account;
  const wire::Caller root;  // the account's owner, whose key is any that Cloche did not make
  RequestIds ids;
  RequestLog requests;
  Unsupported unsupported;
  Waiting waiting;
};

}  // namespace cloche::front
