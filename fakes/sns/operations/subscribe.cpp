#include <nlohmann/json.hpp>

#include "fakes/sns/errors.h"
#include "fakes/sns/operations/operations.h"
#include "fakes/sns/resource.h"
#include "fakes/sns/subscribing.h"
#include "fakes/sns/subscription_attributes.h"
#include "fakes/sns/topic_attributes.h"

namespace cloche::sns {

namespace {

constexpr const char* pending_arn = "pending confirmation";

void set_attributes(Call& call, const Topic& topic, const Json& attributes, Subscription& subscription) {
  try {
    for (const auto& [name, value] : attributes.items()) {
      set_attribute(call, topic, subscription, name, value.get<std::string>());
    }
    check_attributes(subscription);
  } catch (const AttributeError& error) {
    throw invalid_parameter("Attributes", error.message);
  }
}

// Subscribing again is no error, unless it asks for something else.
void check_same(const Subscription& existing, const Json& attributes) {
  for (const auto& [name, value] : attributes.items()) {
    if (!has_attribute(existing, name, value.get<std::string>())) {
      throw invalid_parameter("Attributes", "Subscription already exists with different attributes");
    }
  }
}

}  // namespace

// The order of checks is assumed: the form of the ARN, the protocol, the topic, the endpoint, attributes.
Answer subscribe(Call& call, const Structure& request) {
  const std::string& arn = request.string("TopicArn");
  topic_name(call, arn);
  Subscription wanted{.id = "",
                      .region = call.region,
                      .topic = "",
                      .protocol = request.string("Protocol"),
                      .endpoint = request.string_or("Endpoint", ""),
                      .principal = call.caller.arn};
  check_protocol(wanted.protocol);
  if (wanted.endpoint.empty()) throw invalid_parameter("Endpoint");  // assumed
  const Topic topic = existing_topic(call, arn);
  check_endpoint(call, topic, wanted.protocol, wanted.endpoint);

  const Json none = Json::object();
  const Json* given = request.find_json("Attributes");
  const Json& attributes = given != nullptr ? *given : none;
  Store store(call.account);
  auto subscription = store.find_subscription(topic, wanted.protocol, wanted.endpoint);
  const bool is_new = !subscription;
  if (is_new) {
    wanted.id = call.account.ids().uuid();
    wanted.topic = topic.name;
    wanted.pending = needs_confirmation(wanted.protocol);
    wanted.authenticated = !wanted.pending;
    set_attributes(call, topic, attributes, wanted);
    subscription = std::move(wanted);
    store.add_subscription(*subscription);
  } else {
    Subscription checked = *subscription;
    set_attributes(call, topic, attributes, checked);
    check_same(*subscription, attributes);
  }
  if (subscription->pending) {
    ask_for_confirmation(call.account, topic, *subscription);
    store.update_subscription(*subscription);
  }
  const bool shows_arn = !subscription->pending || request.boolean_or("ReturnSubscriptionArn", false);
  return Json{{"SubscriptionArn", shows_arn ? store.arn_of(*subscription) : pending_arn}};
}

}  // namespace cloche::sns
