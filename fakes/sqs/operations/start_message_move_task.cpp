#include <nlohmann/json.hpp>

#include "fakes/sqs/message_store.h"
#include "fakes/sqs/move_task.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_url.h"

namespace cloche::sqs {

namespace {

constexpr std::int64_t highest_rate = 500;

const Queue& existing_queue(Call& call, const Structure& request, std::string_view parameter) {
  const Queue* queue = queue_of_arn(call, request.string(parameter));
  if (queue == nullptr) throw resource_not_found(parameter);
  return *queue;
}

void check_destination(Call& call, const Structure& request, const Queue& source) {
  if (!request.has("DestinationArn")) return;
  const Queue& destination = existing_queue(call, request, "DestinationArn");
  // Assumed: the words of both.
  if (destination.id == source.id)
    throw invalid_parameter("Source queue arn and destination queue arn cannot be the same.");
  if (destination.is_fifo != source.is_fifo)
    throw invalid_parameter("Source and destination queue must be of the same type.");
}

}  // namespace

Answer start_message_move_task(Call& call, const Structure& request) {
  required_string(request, "SourceArn");
  const auto rate = number_within(request, "MaxNumberOfMessagesPerSecond", 1, highest_rate,
                                  "Must be between 1 and 500, if provided.");
  const Queue& source = existing_queue(call, request, "SourceArn");
  check_destination(call, request, source);
  if (QueueStore(call.account).dead_letter_sources(source, "", 1).empty())
    throw invalid_parameter("Source queue must be configured as a Dead Letter Queue.");
  MoveTaskStore tasks(call.account);
  const std::string arn = queue_arn(call, source);
  const auto latest = tasks.of_source(arn, 1);
  if (!latest.empty() && latest.front().status == move_status::running) {
    throw invalid_parameter(
        "There is already a task running. Only one active task is allowed for a source queue arn at a given "
        "time.");
  }
  MoveTask task;
  task.id = call.account.ids().uuid();
  task.source = arn;
  if (const std::string* destination = request.find_string("DestinationArn")) task.destination = *destination;
  task.rate = rate;
  task.started = call.account.clock().now();
  task.to_move = MessageStore(call.account, source).counts(task.started).visible;
  tasks.add(task);
  call.account.outbox().add(move_messages_effect, task.started, task.id);
  return Json{{"TaskHandle", task_handle(task)}};
}

}  // namespace cloche::sqs
