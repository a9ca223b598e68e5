#include "fakes/sqs/arrivals.h"

#include <nlohmann/json.hpp>

#include "fakes/core/arn.h"
#include "fakes/sqs/message_store.h"

namespace cloche::sqs {

namespace {

std::string bell_of(const Account& account, const Queue& queue) {
  return "sqs:" + make_arn("sqs", queue.region, account.number(), queue.name);
}

}  // namespace

void ring(Account& account, const Queue& queue) { account.ring(bell_of(account, queue)); }

std::string ring_when_visible(Account& account, const Queue& queue) {
  const std::string bell = bell_of(account, queue);
  if (const auto due = MessageStore(account, queue).next_visible(account.clock().now());
      due && account.outbox().due(visible_effect, bell) != due) {
    account.outbox().schedule(visible_effect, bell, *due, bell);
  }
  return bell;
}

void ring_bell(Account& account, const Json& payload) { account.ring(payload.get<std::string>()); }

}  // namespace cloche::sqs
