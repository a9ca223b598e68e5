
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_url.h"
#include "fakes/sqs/receipts.h"

namespace cloche::sqs {

Answer delete_message(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  delete_message(call.account, queue, required_string(request, "ReceiptHandle"));
  return {};
}

}  // namespace cloche::sqs
