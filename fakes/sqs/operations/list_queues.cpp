
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/paging.h"

namespace cloche::sqs {

Answer list_queues(Call& call, const Structure& request) {
  const std::string prefix = request.string_or("QueueNamePrefix", "");
  QueueStore store(call.account);
  Json answer = page_of_urls(call, request, "QueueUrls", [&](const std::string& start, std::int64_t limit) {
    return store.names(call.region, prefix, start, limit);
  });
  // Where there is none nothing is listed, in either protocol.
  if (answer["QueueUrls"].empty()) answer.erase("QueueUrls");
  return answer;
}

}  // namespace cloche::sqs
