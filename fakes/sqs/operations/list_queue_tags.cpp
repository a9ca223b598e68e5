#include <nlohmann/json.hpp>

#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/queue_url.h"

namespace cloche::sqs {

Answer list_queue_tags(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  Json tags = Json::object();
  for (const auto& [key, value] : QueueStore(call.account).tags(queue)) tags[key] = value;
  if (tags.empty()) return {};
  return Json{{"Tags", std::move(tags)}};
}

}  // namespace cloche::sqs
