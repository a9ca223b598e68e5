#include "fakes/sqs/message_document.h"

#include <algorithm>
#include <array>

#include "fakes/core/digest.h"
#include "fakes/sqs/message_attributes.h"
#include "fakes/sqs/receipt_handle.h"
#include "fakes/sqs/sending.h"

namespace cloche::sqs {

namespace {

std::string millis_of(Time time) { return std::to_string(to_millis(time)); }

/// What the system knows of a message, by name; an empty value stands for nothing.
struct SystemAttribute {
  std::string_view name;
  std::string (*value)(const Queue& queue, const Message& message);
};
constexpr std::array system_attributes{
    SystemAttribute{"AWSTraceHeader",
                    [](const Queue&, const Message& message) { return message.trace_header.value_or(""); }},
    SystemAttribute{"ApproximateFirstReceiveTimestamp",
                    [](const Queue&, const Message& message) {
                      return message.first_received ? millis_of(*message.first_received) : std::string();
                    }},
    SystemAttribute{
        "ApproximateReceiveCount",
        [](const Queue&, const Message& message) { return std::to_string(message.receive_count); }},
    SystemAttribute{"DeadLetterQueueSourceArn",
                    [](const Queue&, const Message& message) { return message.source.value_or(""); }},
    SystemAttribute{
        "MessageDeduplicationId",
        [](const Queue&, const Message& message) { return message.deduplication_id.value_or(""); }},
    SystemAttribute{"MessageGroupId",
                    [](const Queue&, const Message& message) { return message.group.value_or(""); }},
    SystemAttribute{"SenderId", [](const Queue&, const Message& message) { return message.sender; }},
    SystemAttribute{"SentTimestamp",
                    [](const Queue&, const Message& message) { return millis_of(message.sent); }},
    SystemAttribute{"SequenceNumber",
                    [](const Queue& queue, const Message& message) {
                      return queue.is_fifo ? sequence_number(message.id) : std::string();
                    }},
};

}  // namespace

bool is_system_attribute(std::string_view name) {
  return std::ranges::find(system_attributes, name, &SystemAttribute::name) != system_attributes.end();
}

Json system_attributes_of(const Queue& queue, const Message& message, const std::vector<std::string>& names) {
  const auto is_asked_for = [&](std::string_view name) {
    return std::ranges::find(names, name) != names.end();
  };
  Json attributes = Json::object();
  for (const SystemAttribute& attribute : system_attributes) {
    if (!is_asked_for("All") && !is_asked_for(attribute.name)) continue;
    if (std::string value = attribute.value(queue, message); !value.empty())
      attributes[std::string(attribute.name)] = std::move(value);
  }
  return attributes;
}

Json message_document(const Queue& queue, const Message& message, const std::vector<std::string>& system,
                      const std::vector<std::string>& user) {
  Json document{{"MessageId", message.message_id},
                {"ReceiptHandle", write_receipt_handle({queue.id, message.id, message.receipts})},
                {"MD5OfBody", hex(md5(message.body))},
                {"Body", message.body}};
  Json attributes = system_attributes_of(queue, message, system);
  if (!attributes.empty()) document["Attributes"] = std::move(attributes);
  if (message.attributes && !user.empty()) {
    Json asked = asked_for(kept_attributes(parse_json(*message.attributes)), user);
    if (!asked.empty()) {
      document["MD5OfMessageAttributes"] = md5_of(asked);
      document["MessageAttributes"] = std::move(asked);
    }
  }
  return document;
}

}  // namespace cloche::sqs
