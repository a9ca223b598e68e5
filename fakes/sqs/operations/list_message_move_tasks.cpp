#include <nlohmann/json.hpp>

#include "fakes/sqs/move_task.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_url.h"

namespace cloche::sqs {

namespace {

constexpr std::int64_t most_tasks = 10;

Json document_of(const MoveTask& task) {
  Json document{{"Status", task.status},
                {"SourceArn", task.source},
                {"ApproximateNumberOfMessagesMoved", task.moved},
                {"ApproximateNumberOfMessagesToMove", task.to_move},
                {"StartedTimestamp", to_millis(task.started)}};
  if (task.status == move_status::running) document["TaskHandle"] = task_handle(task);
  if (task.destination) document["DestinationArn"] = *task.destination;
  if (task.rate) document["MaxNumberOfMessagesPerSecond"] = *task.rate;
  if (task.failure) document["FailureReason"] = *task.failure;
  return document;
}

}  // namespace

Answer list_message_move_tasks(Call& call, const Structure& request) {
  const std::string& arn = required_string(request, "SourceArn");
  const auto limit =
      number_within(request, "MaxResults", 1, most_tasks, "Must be between 1 and 10, if provided.");
  if (queue_of_arn(call, arn) == nullptr) throw resource_not_found("SourceArn");
  Json results = Json::array();
  for (const MoveTask& task : MoveTaskStore(call.account).of_source(arn, limit.value_or(1)))
    results.push_back(document_of(task));
  return Json{{"Results", std::move(results)}};
}

}  // namespace cloche::sqs
