#include "fakes/sns/subscription_attributes.h"

#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"
#include "fakes/sns/errors.h"
#include "fakes/sns/operations/operations.h"
#include "fakes/sns/resource.h"
#include "fakes/sns/topic_attributes.h"

namespace cloche::sns {

Answer get_subscription_attributes(Call& call, const Structure& request) {
  Store store(call.account);
  const Subscription subscription = existing_subscription(call, request.string("SubscriptionArn"));
  return Json{{"Attributes", attributes_document(store, call.account.number(), subscription)}};
}

Answer set_subscription_attributes(Call& call, const Structure& request) {
  Store store(call.account);
  Subscription subscription = existing_subscription(call, request.string("SubscriptionArn"));
  const auto topic = store.find_topic(subscription.region, subscription.topic);
  if (!topic) fail("subscription {} has no topic", subscription.id);
  try {
    set_attribute(call, *topic, subscription, request.string("AttributeName"),
                  request.string_or("AttributeValue", ""));
    check_attributes(subscription);
  } catch (const AttributeError& error) {
    throw invalid_parameter(error.message);
  }
  store.update_subscription(subscription);
  return {};
}

}  // namespace cloche::sns
