#include "fakes/sqs/sending.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/core/digest.h"
#include "fakes/sqs/arrivals.h"
#include "fakes/sqs/errors.h"
#include "fakes/sqs/message_attributes.h"
#include "fakes/sqs/message_store.h"

namespace cloche::sqs {

namespace {

constexpr std::int64_t longest_delay = 900;  // seconds
constexpr std::size_t longest_token = 128;

std::optional<std::string> optional_string(const wire::Structure& request, std::string_view member) {
  const std::string* value = request.find_string(member);
  return value != nullptr ? std::optional(*value) : std::nullopt;
}

Json object_or_empty(const wire::Structure& request, std::string_view member) {
  const Json* value = request.find_json(member);
  return value != nullptr ? *value : Json::object();
}

void check_content(const Queue& queue, const OutgoingMessage& message) {
  if (message.body.empty()) throw missing_parameter("MessageBody");
  if (!has_only_valid_characters(message.body)) throw invalid_characters();
  check_message_attributes(message.attributes);
  check_system_attributes(message.system_attributes);
  if (message.size() > queue.maximum_message_size) throw message_too_long(queue.maximum_message_size);
}

void check_delay(const Queue& queue, const OutgoingMessage& message) {
  if (!message.delay_seconds) return;
  const std::int64_t delay = *message.delay_seconds;
  if (delay < 0 || delay > longest_delay)
    throw invalid_value(delay, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
  // Users of AWS saw that a 0 is taken; that it leaves the queue's delay as it is, is assumed.
  if (queue.is_fifo && delay != 0) throw wrong_queue_type(delay, "DelaySeconds");
}

// Groups in standard queues make them fair (since July 2025).
void check_order(const Queue& queue, const OutgoingMessage& message) {
  if (message.group) check_token("MessageGroupId", *message.group);
  if (message.deduplication_id) {
    if (!queue.is_fifo) throw wrong_queue_type(*message.deduplication_id, "MessageDeduplicationId");
    check_token("MessageDeduplicationId", *message.deduplication_id);
  }
  if (!queue.is_fifo) return;
  if (!message.group) throw missing_parameter("MessageGroupId");
  if (!message.deduplication_id && !queue.is_content_based) {
    throw invalid_parameter(
        "The queue should either have ContentBasedDeduplication enabled or "
        "MessageDeduplicationId provided explicitly");
  }
}

Json accepted(const Queue& queue, const OutgoingMessage& message, const std::string& message_id,
              std::int64_t id) {
  Json answer{{"MessageId", message_id}, {"MD5OfMessageBody", hex(md5(message.body))}};
  if (!message.attributes.empty()) answer["MD5OfMessageAttributes"] = md5_of(message.attributes);
  if (!message.system_attributes.empty())
    answer["MD5OfMessageSystemAttributes"] = md5_of(message.system_attributes);
  if (queue.is_fifo) answer["SequenceNumber"] = sequence_number(id);
  return answer;
}

}  // namespace

OutgoingMessage OutgoingMessage::of(const wire::Structure& request, const std::string& sender) {
  return {.body = request.string_or("MessageBody", ""),
          .attributes = object_or_empty(request, "MessageAttributes"),
          .system_attributes = object_or_empty(request, "MessageSystemAttributes"),
          .delay_seconds = request.find_integer("DelaySeconds"),
          .group = optional_string(request, "MessageGroupId"),
          .deduplication_id = optional_string(request, "MessageDeduplicationId"),
          .sender = sender};
}

std::int64_t OutgoingMessage::size() const {
  return static_cast<std::int64_t>(body.size() + size_of(attributes));
}

Json send(Account& account, const Queue& queue, const OutgoingMessage& outgoing) {
  check_content(queue, outgoing);
  check_delay(queue, outgoing);
  check_order(queue, outgoing);

  MessageStore store(account, queue);
  const Time now = account.clock().now();
  Message message;
  message.deduplication_id = outgoing.deduplication_id;
  std::string scope;
  if (queue.is_fifo) {
    if (!message.deduplication_id) message.deduplication_id = hex(sha256(outgoing.body));
    if (queue.deduplicates_by_group) scope = *outgoing.group;
    if (const auto sent = store.find_sent(scope, *message.deduplication_id, now - deduplication_interval))
      return accepted(queue, outgoing, sent->message_id, sent->id);
  }
  message.message_id = account.ids().uuid();
  message.sent = now;
  message.visible =
      now + (outgoing.delay_seconds && !queue.is_fifo ? std::chrono::seconds(*outgoing.delay_seconds)
                                                      : queue.delay);
  message.sender = outgoing.sender;
  message.body = outgoing.body;
  if (!outgoing.attributes.empty()) message.attributes = keep_attributes(outgoing.attributes);
  if (const auto trace = outgoing.system_attributes.find("AWSTraceHeader");
      trace != outgoing.system_attributes.end())
    message.trace_header = (*trace)["StringValue"].get<std::string>();
  message.group = outgoing.group;
  store.add(message);
  ring(account, queue);
  if (queue.is_fifo) store.note_sent(scope, message, now, now - deduplication_interval);
  return accepted(queue, outgoing, message.message_id, message.id);
}

std::string sequence_number(std::int64_t id) {
  // As the service's look; they grow by 256 from message to message.
  return fmt::format("188{:017}", id * 256);
}

void check_token(std::string_view parameter, std::string_view value) {
  const bool is_valid = !value.empty() && value.size() <= longest_token &&
                        std::ranges::all_of(value, [](char c) { return c > ' ' && c <= '~'; });
  if (is_valid) return;
  throw invalid_value(
      value, parameter,
      fmt::format("{} can only include alphanumeric and punctuation characters. 1 to 128 in length.",
                  parameter));
}

}  // namespace cloche::sqs
