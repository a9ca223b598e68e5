
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_url.h"

namespace cloche::sqs {

Answer untag_queue(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  required_json(request, "TagKeys");
  QueueStore store(call.account);
  for (const std::string& key : request.strings("TagKeys")) store.remove_tag(queue, key);
  return {};
}

}  // namespace cloche::sqs
