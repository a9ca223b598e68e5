
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_url.h"
#include "fakes/sqs/receipts.h"

namespace cloche::sqs {

Answer change_message_visibility(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  const std::string& handle = required_string(request, "ReceiptHandle");
  const auto visibility = request.find_integer("VisibilityTimeout");
  if (!visibility) throw missing_parameter("VisibilityTimeout");
  change_visibility(call.account, queue, handle, *visibility);
  return {};
}

}  // namespace cloche::sqs
