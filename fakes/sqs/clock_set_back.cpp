#include "fakes/sqs/clock_set_back.h"

#include <array>

#include "fakes/core/clock_set_back.h"
#include "fakes/sqs/arrivals.h"
#include "fakes/sqs/queue_store.h"

namespace cloche::sqs {

namespace {

constexpr std::array set_back{
    "UPDATE sqs_messages SET visible = visible - ?1, first_received = first_received - ?1, "
    "received = received - ?1, sent = sent - ?1",
    "UPDATE sqs_groups SET available = available - ?1",
    "UPDATE sqs_deduplications SET sent = sent - ?1",
    "UPDATE sqs_receive_attempts SET time = time - ?1",
    "UPDATE sqs_deleted_queues SET deleted = deleted - ?1",
};

}  // namespace

void go_back_with_clock(Account& account, const Json& payload) {
  const std::int64_t by = clock_was_set_back_by(payload).count();
  for (const char* statement : set_back) account.database().run(statement, by);
  // Who waits for a message winds the timer anew.
  QueueStore store(account);
  auto row = account.database().query(
      "SELECT region, name FROM sqs_queues WHERE id IN (SELECT queue FROM sqs_messages) ORDER BY id");
  while (row.step()) ring(account, *store.find(row.string(0), row.string(1)));
}

}  // namespace cloche::sqs
