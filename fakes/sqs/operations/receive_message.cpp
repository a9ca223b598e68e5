#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/core/digest.h"
#include "fakes/sqs/arrivals.h"
#include "fakes/sqs/message_attributes.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_url.h"
#include "fakes/sqs/receipt_handle.h"
#include "fakes/sqs/receiving.h"
#include "fakes/sqs/sending.h"

namespace cloche::sqs {

namespace {

constexpr std::int64_t most_messages = 10;
constexpr std::int64_t longest_visibility = 43'200;
constexpr std::int64_t longest_wait = 20;

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
                    [](const Queue&, const Message& message) { return millis_of(*message.first_received); }},
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

using Names = std::vector<std::string>;

bool contains(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

Names system_names(const Structure& request) {
  Names names = request.strings("AttributeNames");
  const Names newer = request.strings("MessageSystemAttributeNames");
  names.insert(names.end(), newer.begin(), newer.end());
  for (const std::string& name : names) {
    if (name != "All" &&
        std::ranges::find(system_attributes, name, &SystemAttribute::name) == system_attributes.end())
      throw unknown_attribute(name);
  }
  return names;
}

Json document_of(const Queue& queue, const Message& message, const Names& system, const Names& user) {
  Json document{{"MessageId", message.message_id},
                {"ReceiptHandle", write_receipt_handle({queue.id, message.id, message.receipts})},
                {"MD5OfBody", hex(md5(message.body))},
                {"Body", message.body}};
  Json attributes = Json::object();
  for (const SystemAttribute& attribute : system_attributes) {
    if (!contains(system, "All") && !contains(system, attribute.name)) continue;
    if (std::string value = attribute.value(queue, message); !value.empty())
      attributes[std::string(attribute.name)] = std::move(value);
  }
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

}  // namespace

Answer receive_message(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  const auto limit = number_within(request, "MaxNumberOfMessages", 1, most_messages,
                                   "Must be between 1 and 10, if provided.");
  const auto timeout = number_within(request, "VisibilityTimeout", 0, longest_visibility,
                                     "Must be >= 0 and <= 43200, if provided.");
  const auto wait =
      number_within(request, "WaitTimeSeconds", 0, longest_wait, "Must be >= 0 and <= 20, if provided.");
  const Names system = system_names(request);
  const Names user = request.strings("MessageAttributeNames");
  const std::string* attempt = request.find_string("ReceiveRequestAttemptId");
  if (attempt != nullptr) {
    if (!queue.is_fifo) throw wrong_queue_type(*attempt, "ReceiveRequestAttemptId");
    check_token("ReceiveRequestAttemptId", *attempt);
  }
  const Duration visibility = timeout ? std::chrono::seconds(*timeout) : queue.visibility_timeout;
  const Duration patience = wait ? std::chrono::seconds(*wait) : queue.wait;

  // At the limit a standard queue says so to who does not wait; nobody else hears of it.
  const bool is_full =
      MessageStore(call.account, queue).are_in_flight(call.account.clock().now(), most_in_flight);
  if (is_full && !queue.is_fifo && patience == Duration::zero()) throw too_many_in_flight();
  std::vector<Message> messages;
  if (!is_full) {
    Receiving receiving(call.account, queue);
    messages = attempt != nullptr ? receiving.take_again(*attempt, limit.value_or(1), visibility)
                                  : receiving.take(limit.value_or(1), visibility);
  }
  if (messages.empty() && patience > Duration::zero() && call.may_wait)
    return wire::Wait{ring_when_visible(call.account, queue), patience};
  if (messages.empty()) return {};
  Json documents = Json::array();
  for (const Message& message : messages) documents.push_back(document_of(queue, message, system, user));
  return Json{{"Messages", std::move(documents)}};
}

}  // namespace cloche::sqs
