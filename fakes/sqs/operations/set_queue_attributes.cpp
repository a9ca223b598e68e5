
#include "fakes/sqs/arrivals.h"
#include "fakes/sqs/message_store.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_attributes.h"
#include "fakes/sqs/queue_url.h"
#include "fakes/sqs/redrive_policy.h"

namespace cloche::sqs {

Answer set_queue_attributes(Call& call, const Structure& request) {
  Queue queue = requested_queue(call, request);
  const Attributes changes = checked_attributes(required_json(request, "Attributes"), queue.is_fifo);
  if (changes.contains("FifoQueue"))
    throw unknown_attribute("FifoQueue");  // assumed; a queue's type can't be changed
  const Duration former_delay = queue.delay;
  change_attributes(queue, changes);
  QueueStore store(call.account);
  if (queue.redrive && changes.contains("RedrivePolicy"))
    check_dead_letter_queue(store, queue, call.account.number());
  if (changes.contains("KmsMasterKeyId") && queue.given.contains("KmsMasterKeyId"))
    call.report_unsupported("KmsMasterKeyId is stored, and messages are not encrypted");
  queue.modified = call.account.clock().now();
  store.update(queue);
  // Of a FIFO queue the delay is that of the messages that are in it already, too.
  if (queue.is_fifo && queue.delay != former_delay) {
    MessageStore(call.account, queue).delay_again(queue.delay);
    ring(call.account, queue);
  }
  return {};
}

}  // namespace cloche::sqs
