#include <nlohmann/json.hpp>

#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_url.h"

namespace cloche::sqs {

Answer get_queue_url(Call& call, const Structure& request) {
  const std::string& name = required_string(request, "QueueName");
  const bool is_own =
      request.string_or("QueueOwnerAWSAccountId", call.account.number()) == call.account.number();
  if (!is_own || QueueStore(call.account).find(call.region, name) == nullptr) throw queue_not_found();
  return Json{{"QueueUrl", queue_url(call, name)}};
}

}  // namespace cloche::sqs
