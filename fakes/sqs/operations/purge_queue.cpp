
#include "fakes/sqs/errors.h"
#include "fakes/sqs/message_store.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/queue_url.h"

namespace cloche::sqs {

namespace {

constexpr std::chrono::seconds purge_takes(60);

}  // namespace

Answer purge_queue(Call& call, const Structure& request) {
  Queue queue = requested_queue(call, request);
  const Time now = call.account.clock().now();
  if (queue.purged && *queue.purged <= now && now < *queue.purged + purge_takes)
    throw purge_in_progress(queue.name);
  MessageStore(call.account, queue).clear();
  queue.purged = now;
  QueueStore(call.account).update(queue);
  return {};
}

}  // namespace cloche::sqs
