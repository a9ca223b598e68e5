#pragma once
// What one service sends to a resource of another: an alarm to its topic, a topic to its queues, a failed
// event to a dead-letter queue. The sender names the resource by its ARN and knows nothing of who keeps it: a
// delivery is a row of the outbox, and emulator/effects hands it to the `receive` of the service that the ARN
// names, in a unit of work of its own. What is refused there does not undo what sent it.
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/json.h"

namespace cloche {

class Account;

struct Delivery {
  std::string target;  // ARN of the queue, topic, function or event bus
  std::string sender;  // the service principal: "sns.amazonaws.com"
  std::string source;  // ARN of the topic, alarm, rule or function that sends
  std::string body;    // the message, or the event as JSON
  std::string subject = "";
  /// Message attributes as SQS and SNS write them: name → {"DataType": …, "StringValue" or "BinaryValue": …},
  /// a binary one in base64.
  Json attributes = Json::object();
  std::string group_id = "";          // for FIFO queues and topics
  std::string deduplication_id = "";  // the same
};

/// What the sender wants to happen where the target refuses: an effect of its own, whose payload is this one
/// with "ErrorCode" and "ErrorMessage". Without, a refusal is a line on stderr.
struct OnRefusal {
  std::string effect;
  Json payload;  // an object
};

inline constexpr std::string_view delivery_effect = "deliver";

/// Sends at the account's present.
void deliver(Account& account, const Delivery& delivery,
             const std::optional<OnRefusal>& on_refusal = std::nullopt);

/// A row's payload, for whoever takes it from the outbox.
struct SentDelivery {
  Delivery delivery;
  std::optional<OnRefusal> on_refusal;

  static SentDelivery parse(const Json& payload);
};

}  // namespace cloche
