
#include "fakes/sqs/arrivals.h"
#include "fakes/sqs/message_store.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/queue_url.h"

namespace cloche::sqs {

Answer delete_queue(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  MessageStore messages(call.account, queue);
  messages.clear();
  messages.forget();
  ring(call.account, queue);  // who waits for its messages waits in vain
  QueueStore(call.account).remove(queue, call.account.clock().now());
  return {};
}

}  // namespace cloche::sqs
