#include "fakes/sqs/move_task.h"

#include <nlohmann/json.hpp>

#include "fakes/core/arn.h"
#include "fakes/core/digest.h"
#include "fakes/sqs/message_store.h"
#include "fakes/sqs/queue_store.h"
#include "fakes/sqs/receiving.h"

namespace cloche::sqs {

namespace {

constexpr std::int64_t at_once = 500;  // messages in one unit of work, and the service's highest rate

const Queue* find_queue(QueueStore& store, std::string_view arn) {
  const auto parsed = Arn::parse(arn);
  return parsed ? store.find(parsed->region, parsed->resource) : nullptr;
}

void fail_task(MoveTask& task, const char* reason) {
  task.status = move_status::failed;
  task.failure = reason;
}

// A redriven message is a new one: its id, its age and its receives begin anew.
void redrive(Account& account, const Queue& from, const Queue& to, Message message) {
  message.message_id = account.ids().uuid();
  message.sent = account.clock().now();
  message.receive_count = 0;
  message.first_received.reset();
  message.source.reset();
  move_message(account, from, to, std::move(message));
}

// Moves what may be moved now; answers whether there may be more.
bool move_some(Account& account, MoveTask& task) {
  QueueStore queues(account);
  const Queue* source = find_queue(queues, task.source);
  if (source == nullptr) return fail_task(task, "AWS.SimpleQueueService.NonExistentQueue"), false;
  const std::int64_t limit = task.rate.value_or(at_once);
  const auto messages = MessageStore(account, *source).oldest(account.clock().now(), limit);
  for (const Message& message : messages) {
    if (!task.destination && !message.source) return fail_task(task, "CouldNotDetermineMessageSource"), false;
    const Queue* destination = find_queue(queues, task.destination ? *task.destination : *message.source);
    if (destination == nullptr || destination->is_fifo != source->is_fifo)
      return fail_task(task, "AWS.SimpleQueueService.NonExistentQueue"), false;
    redrive(account, *source, *destination, message);
    ++task.moved;
  }
  return static_cast<std::int64_t>(messages.size()) == limit && task.moved < task.to_move;
}

}  // namespace

void move_messages(Account& account, const Json& payload) {
  MoveTaskStore tasks(account);
  auto task = tasks.find(payload.get<std::string>());
  if (!task || task->status != move_status::running) return;  // cancelled
  const bool has_more = move_some(account, *task);
  if (has_more) {
    const Time now = account.clock().now();
    account.outbox().add(move_messages_effect, task->rate ? now + std::chrono::seconds(1) : now, payload);
  } else if (task->status == move_status::running) {
    task->status = move_status::completed;
  }
  tasks.update(*task);
}

std::string task_handle(const MoveTask& task) {
  return base64(Json{{"taskId", task.id}, {"sourceArn", task.source}}.dump());
}

std::optional<std::string> read_task_handle(std::string_view handle) {
  const auto text = base64_decode(handle);
  if (!text) return std::nullopt;
  try {
    const Json json = parse_json(*text);
    if (json.is_object() && json.contains("taskId") && json["taskId"].is_string()) return json["taskId"];
  } catch (const JsonSyntaxError&) {
  }
  return std::nullopt;
}

}  // namespace cloche::sqs
