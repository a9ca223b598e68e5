
#include "fakes/sqs/batch.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/queue_url.h"
#include "fakes/sqs/receipts.h"

namespace cloche::sqs {

Answer change_message_visibility_batch(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  return each_of_batch(batch_entries(request, "ChangeMessageVisibilityBatchRequestEntry"),
                       [&](const Structure& entry) {
                         const std::string& handle = required_string(entry, "ReceiptHandle");
                         const auto visibility = entry.find_integer("VisibilityTimeout");
                         if (!visibility) throw missing_parameter("VisibilityTimeout");
                         change_visibility(call.account, queue, handle, *visibility);
                         return Json::object();
                       });
}

}  // namespace cloche::sqs
