
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_url.h"
#include "fakes/sqs/tags.h"

namespace cloche::sqs {

Answer tag_queue(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  QueueStore store(call.account);
  put_tags(store, queue, required_json(request, "Tags"));
  return {};
}

}  // namespace cloche::sqs
