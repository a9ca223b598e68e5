#include <fmt/core.h>

#include "fakes/sqs/batch.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/queue_attributes.h"
#include "fakes/sqs/queue_url.h"
#include "fakes/sqs/sending.h"

namespace cloche::sqs {

Answer send_message_batch(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  const std::vector<Structure> entries = batch_entries(request, "SendMessageBatchRequestEntry");
  std::int64_t size = 0;
  for (const Structure& entry : entries) size += OutgoingMessage::of(entry, "").size();
  if (size > largest_message) {
    throw ApiError("BatchRequestTooLong",
                   fmt::format("Batch requests cannot be longer than {} bytes. You have sent {} bytes.",
                               largest_message, size));
  }
  return each_of_batch(entries, [&](const Structure& entry) {
    return send(call.account, queue, OutgoingMessage::of(entry, call.caller.user_id));
  });
}

}  // namespace cloche::sqs
