#include <nlohmann/json.hpp>

#include "fakes/sqs/move_task.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"

namespace cloche::sqs {

Answer cancel_message_move_task(Call& call, const Structure& request) {
  const std::string& handle = required_string(request, "TaskHandle");
  const auto id = read_task_handle(handle);
  if (!id) throw invalid_value(handle, "TaskHandle", "The handle is not valid.");  // assumed: the words
  MoveTaskStore tasks(call.account);
  auto task = tasks.find(*id);
  if (!task) throw ApiError("ResourceNotFoundException", "Task does not exist.");
  if (task->status != move_status::running)
    throw ApiError("UnsupportedOperation", "Only active tasks can be cancelled.");  // assumed: the words
  task->status = move_status::cancelled;
  tasks.update(*task);
  return Json{{"ApproximateNumberOfMessagesMoved", task->moved}};
}

}  // namespace cloche::sqs
