#include "fakes/sns/subscription_attributes.h"

#include <fmt/format.h>

#include "fakes/core/arn.h"
#include "fakes/sns/errors.h"
#include "fakes/sns/filter_policy.h"
#include "fakes/sns/topic_attributes.h"

namespace cloche::sns {

namespace {

constexpr std::int64_t max_filter_policies = 200;  // of a topic: the developer guide

// The words are assumed.
void check_redrive_policy(const Topic& topic, const std::string& account, const std::string& text) {
  const Json policy = Json::parse(text, nullptr, false);
  if (!policy.is_object()) throw AttributeError{"RedrivePolicy: failed to parse JSON."};
  const auto target = policy.find("deadLetterTargetArn");
  if (target == policy.end() || !target->is_string()) {
    throw AttributeError{"RedrivePolicy: deadLetterTargetArn is required."};
  }
  const auto queue = Arn::parse(target->get<std::string>());
  if (!queue || queue->service != "sqs" || queue->resource.empty()) {
    throw AttributeError{"RedrivePolicy: deadLetterTargetArn is an invalid arn"};
  }
  if (queue->region != topic.region || queue->account != account) {
    throw AttributeError{"RedrivePolicy: must be in the same account and region as the subscription."};
  }
  if (topic.is_fifo() && !queue->resource.ends_with(".fifo")) {
    throw AttributeError{"RedrivePolicy: must use a FIFO queue as DLQ for a FIFO topic"};
  }
}

void check_raw(const Subscription& subscription, const std::string& value) {
  if (value != "true" && value != "false") {
    throw AttributeError{
        fmt::format("RawMessageDelivery: Invalid value [{}]. Must be true or false.", value)};
  }
  if (value == "true" && subscription.protocol != "sqs") {
    throw AttributeError{
        fmt::format("Delivery protocol [{}] does not support raw message delivery.", subscription.protocol)};
  }
}

bool is_json(const std::string& name) {
  return name == "FilterPolicy" || name == "RedrivePolicy" || name == "DeliveryPolicy";
}

}  // namespace

void set_attribute(wire::Call& call, const Topic& topic, Subscription& subscription, const std::string& name,
                   const std::string& value) {
  if (name == "FilterPolicy") {
    // What it says is checked with its scope, in check_attributes.
    const bool is_more = !value.empty() && !subscription.attributes.contains(name);
    if (is_more && Store(call.account).filter_policy_count(topic) >= max_filter_policies) {
      throw ApiError("FilterPolicyLimitExceededException",
                     "Filter policy limit exceeded");  // assumed: the words
    }
  } else if (name == "FilterPolicyScope") {
    if (value != "MessageAttributes" && value != "MessageBody") {
      throw AttributeError{fmt::format(
          "FilterPolicyScope: Invalid value [{}]. Please use either MessageBody or MessageAttributes",
          value)};
    }
  } else if (name == "RawMessageDelivery") {
    check_raw(subscription, value);
  } else if (name == "RedrivePolicy") {
    if (!value.empty()) check_redrive_policy(topic, call.account.number(), value);
  } else if (name == "DeliveryPolicy") {
    throw not_emulated("DeliveryPolicy of a subscription (deliveries over HTTP)");
  } else if (name == "ReplayPolicy" || name == "SubscriptionRoleArn") {
    throw not_emulated(name + " of a subscription");
  } else {
    throw AttributeError{"AttributeName"};
  }
  if (value.empty()) {
    subscription.attributes.erase(name);
  } else {
    subscription.attributes[name] = value;
  }
}

void check_attributes(const Subscription& subscription) {
  check_filter_policy(subscription.attribute("FilterPolicy"), filters_body(subscription));
}

bool has_attribute(const Subscription& subscription, const std::string& name, const std::string& value) {
  std::string otherwise;
  if (name == "RawMessageDelivery") otherwise = "false";
  if (name == "FilterPolicyScope") otherwise = "MessageAttributes";
  const std::string own = subscription.attribute(name, otherwise);
  if (own == value || !is_json(name)) return own == value;
  const Json mine = Json::parse(own, nullptr, false);
  return !mine.is_discarded() && mine == Json::parse(value, nullptr, false);
}

Json attributes_document(Store& store, const std::string& account, const Subscription& subscription) {
  Json document{{"SubscriptionArn", store.arn_of(subscription)},
                {"TopicArn", store.topic_arn_of(subscription)},
                {"Owner", account},
                {"Protocol", subscription.protocol},
                {"Endpoint", subscription.endpoint},
                {"SubscriptionPrincipal", subscription.principal},
                {"ConfirmationWasAuthenticated", subscription.authenticated ? "true" : "false"},
                {"PendingConfirmation", subscription.pending ? "true" : "false"},
                {"RawMessageDelivery", "false"}};
  if (subscription.attributes.contains("FilterPolicy")) document["FilterPolicyScope"] = "MessageAttributes";
  document.update(subscription.attributes);
  return document;
}

bool is_raw(const Subscription& subscription) {
  return subscription.attribute("RawMessageDelivery") == "true";
}

bool filters_body(const Subscription& subscription) {
  return subscription.attribute("FilterPolicyScope") == "MessageBody";
}

std::string dead_letter_queue(const Subscription& subscription) {
  const std::string policy = subscription.attribute("RedrivePolicy");
  return policy.empty() ? "" : parse_json(policy).at("deadLetterTargetArn").get<std::string>();
}

}  // namespace cloche::sns
