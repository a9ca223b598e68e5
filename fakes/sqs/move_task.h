#pragma once
// Moving messages out of a dead-letter queue, in the background: every second of the account's clock as many
// as the task's rate allows, or all at once where it has none.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/json.h"
#include "fakes/sqs/move_task_store.h"

namespace cloche::sqs {

/// The effect that moves the next messages; its payload is the task's id.
inline constexpr std::string_view move_messages_effect = "sqs.move_messages";
void move_messages(Account& account, const Json& payload);

/// Task handles hold the task's id and its source's ARN.
std::string task_handle(const MoveTask& task);
/// The task's id; nullopt where `handle` is none.
std::optional<std::string> read_task_handle(std::string_view handle);

}  // namespace cloche::sqs
