#include "fakes/sns/publishing.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "fakes/core/arn.h"
#include "fakes/core/digest.h"
#include "fakes/core/fault.h"
#include "fakes/sns/errors.h"
#include "fakes/sns/filter_policy.h"
#include "fakes/sns/notification.h"
#include "fakes/sns/subscription_attributes.h"

namespace cloche::sns {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view principal = "sns.amazonaws.com";
constexpr Duration deduplication_interval = 5min;
constexpr std::size_t max_fifo_id = 128;
constexpr std::uint64_t first_sequence_number = 10'000'000'000'000'000'000U;

/// The API reference: up to 128 letters, digits and punctuation.
bool is_fifo_id(std::string_view id) {
  return id.size() <= max_fifo_id && std::ranges::all_of(id, [](char c) { return c > 0x20 && c < 0x7F; });
}

void check_kind(const Topic& topic, Message& message) {
  if (!is_fifo_id(message.group_id)) throw invalid_parameter("MessageGroupId");                  // assumed
  if (!is_fifo_id(message.deduplication_id)) throw invalid_parameter("MessageDeduplicationId");  // assumed
  if (!topic.is_fifo()) {
    // Since August 2025 a message of any topic may have a group, which goes on to the queues.
    if (!message.deduplication_id.empty()) {
      throw invalid_parameter(
          "MessageDeduplicationId",
          "The request includes MessageDeduplicationId parameter that is not valid for this topic type");
    }
    return;
  }
  if (message.group_id.empty())
    throw invalid_parameter("The MessageGroupId parameter is required for FIFO topics");
  if (message.deduplication_id.empty()) {
    if (topic.attribute("ContentBasedDeduplication") != "true") {
      throw invalid_parameter(
          "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided "
          "explicitly");
    }
    message.deduplication_id = hex(sha256(message.body));
  }
}

/// To one subscriber.
class Sending {
 public:
  Sending(Account& account, const Topic& topic, const Message& message)
      : account_(account), store_(account), topic_(topic), message_(message), now_(account.clock().now()) {}

  void to(const Subscription& subscription) {
    const std::string& text = message_.text_for(subscription.protocol);
    if (subscription.pending) return;
    if (!passes(subscription.attribute("FilterPolicy"), filters_body(subscription), message_, text)) return;
    const Address address{topic_.region, store_.arn_of(topic_), store_.arn_of(subscription)};
    if (subscription.protocol == "sqs") {
      send_to_queue(subscription, address, text);
    } else if (subscription.protocol == "lambda") {
      deliver_to(subscription, lambda_event(address, message_, text, now_),
                 notification_text(address, message_, text, now_), {});
    } else if (subscription.protocol == "email" || subscription.protocol == "email-json") {
      mail_notification(account_, topic_, subscription, message_);
    } else {
      fail("a subscription by {}", subscription.protocol);
    }
  }

 private:
  void send_to_queue(const Subscription& subscription, const Address& address, const std::string& text) {
    const bool raw = is_raw(subscription);
    const std::string body = raw ? text : notification_text(address, message_, text, now_);
    deliver_to(subscription, body, body, raw ? message_.attributes : Json::object());
  }

  /// `dead` is what goes to the dead-letter queue instead of `body`.
  void deliver_to(const Subscription& subscription, const std::string& body, const std::string& dead,
                  const Json& attributes) {
    Delivery delivery{.target = subscription.endpoint,
                      .sender = std::string(principal),
                      .source = store_.arn_of(topic_),
                      .body = body,
                      .attributes = attributes.is_null() ? Json::object() : attributes,
                      .group_id = message_.group_id};
    // A queue that is no FIFO queue takes none.
    if (subscription.endpoint.ends_with(".fifo")) delivery.deduplication_id = message_.deduplication_id;
    const std::string queue = dead_letter_queue(subscription);
    if (queue.empty()) {
      deliver(account_, delivery);
      return;
    }
    deliver(account_, delivery,
            OnRefusal{std::string(redrive_effect),
                      {{"Queue", queue},
                       {"Source", delivery.source},
                       {"Body", dead},
                       {"Attributes", delivery.attributes},
                       {"GroupId", message_.group_id},
                       {"DeduplicationId", message_.deduplication_id}}});
  }

  Account& account_;
  Store store_;
  const Topic& topic_;
  const Message& message_;
  const Time now_;
};

}  // namespace

Published publish(Account& account, Topic& topic, Message message) {
  check_kind(topic, message);
  Store store(account);
  const Time now = account.clock().now();
  std::string scope;
  if (topic.is_fifo()) {
    if (topic.attribute("FifoThroughputScope") == "MessageGroup") scope = message.group_id;
    // Assumed: what is known already is answered as it was then.
    if (const auto known = store.find_published(topic, scope, message.deduplication_id, now)) return *known;
    message.sequence_number =
        std::to_string(first_sequence_number + static_cast<std::uint64_t>(topic.sequence++));
    store.update_topic(topic);
  }
  message.id = account.ids().uuid();
  Published published{message.id, message.sequence_number};
  if (topic.is_fifo()) {
    store.add_published(topic, scope, message.deduplication_id, published, now + deduplication_interval, now);
  }
  Sending sending(account, topic, message);
  for (const Subscription& subscription : store.subscriptions(topic.region, topic.name, 0, -1))
    sending.to(subscription);
  return published;
}

void receive(Account& account, const Delivery& delivery) {
  const auto arn = Arn::parse(delivery.target);
  if (!arn || arn->account != account.number()) throw topic_not_found();
  auto topic = Store(account).find_topic(arn->region, arn->resource);
  if (!topic) throw topic_not_found();
  publish(account, *topic, Message::of(delivery));
}

// The attributes are those that the service gives to a dead letter.
void redrive(Account& account, const Json& payload) {
  Json attributes = payload.at("Attributes");
  const auto add = [&attributes](const char* name, const std::string& value) {
    attributes[name] = {{"DataType", "String"}, {"StringValue", value}};
  };
  add("RequestID", account.ids().uuid());
  add("ErrorCode", payload.at("ErrorCode"));
  add("ErrorMessage", payload.at("ErrorMessage"));
  const std::string queue = payload.at("Queue");
  Delivery delivery{.target = queue,
                    .sender = std::string(principal),
                    .source = payload.at("Source"),
                    .body = payload.at("Body"),
                    .attributes = std::move(attributes),
                    .group_id = payload.at("GroupId")};
  if (queue.ends_with(".fifo")) delivery.deduplication_id = payload.at("DeduplicationId");
  deliver(account, delivery);
}

}  // namespace cloche::sns
