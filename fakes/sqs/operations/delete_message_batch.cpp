
#include "fakes/sqs/batch.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/queue_url.h"
#include "fakes/sqs/receipts.h"

namespace cloche::sqs {

Answer delete_message_batch(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  return each_of_batch(batch_entries(request, "DeleteMessageBatchRequestEntry"), [&](const Structure& entry) {
    delete_message(call.account, queue, required_string(entry, "ReceiptHandle"));
    return Json::object();
  });
}

}  // namespace cloche::sqs
