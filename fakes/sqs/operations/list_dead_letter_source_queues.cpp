
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/paging.h"

namespace cloche::sqs {

Answer list_dead_letter_source_queues(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  QueueStore store(call.account);
  return page_of_urls(call, request, "queueUrls", [&](const std::string& start, std::int64_t limit) {
    return store.dead_letter_sources(queue, start, limit);
  });
}

}  // namespace cloche::sqs
