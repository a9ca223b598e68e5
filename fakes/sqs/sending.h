#pragma once
// How a message comes into a queue: what SendMessage, each entry of SendMessageBatch and a delivery of
// another service have in common.
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/json.h"
#include "fakes/sqs/queue.h"
#include "fakes/wire/structure.h"

namespace cloche::sqs {

struct OutgoingMessage {
  std::string body;
  Json attributes;         // an object
  Json system_attributes;  // an object
  std::optional<std::int64_t> delay_seconds;
  std::optional<std::string> group;
  std::optional<std::string> deduplication_id;
  std::string sender;

  /// What SendMessageRequest and SendMessageBatchRequestEntry alike say.
  static OutgoingMessage of(const wire::Structure& request, const std::string& sender);
  /// The bytes that count against the limits.
  std::int64_t size() const;
};

/// How long a deduplication id is remembered, and a ReceiveRequestAttemptId.
inline constexpr Duration deduplication_interval = std::chrono::minutes(5);

/// Checks the message and puts it into the queue; answers what SendMessageResult and
/// SendMessageBatchResultEntry have in common. Throws ApiError.
Json send(Account& account, const Queue& queue, const OutgoingMessage& message);

/// Of a message in a FIFO queue, by the id of its row: 20 digits.
std::string sequence_number(std::int64_t id);

/// That an id (of a group, a deduplication, a receive attempt) has 1 to 128 alphanumeric and punctuation
/// characters. Throws ApiError.
void check_token(std::string_view parameter, std::string_view value);

}  // namespace cloche::sqs
