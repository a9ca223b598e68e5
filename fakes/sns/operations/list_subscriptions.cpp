#include "fakes/sns/operations/operations.h"
#include "fakes/sns/paging.h"
#include "fakes/sns/resource.h"

namespace cloche::sns {

namespace {

/// Of one topic, or, where it is "", of all.
Json page_of(Call& call, const Structure& request, const std::string& topic) {
  Store store(call.account);
  return page(
      store.subscriptions(call.region, topic, numbered_page_start(request), page_size + 1), "Subscriptions",
      [](const Subscription& subscription) { return std::to_string(subscription.number); },
      [&](const Subscription& subscription) {
        return Json{
            {"SubscriptionArn", subscription.pending ? "PendingConfirmation" : store.arn_of(subscription)},
            {"Owner", call.account.number()},
            {"Protocol", subscription.protocol},
            {"Endpoint", subscription.endpoint},
            {"TopicArn", store.topic_arn_of(subscription)}};
      });
}

}  // namespace

Answer list_subscriptions(Call& call, const Structure& request) { return page_of(call, request, ""); }

Answer list_subscriptions_by_topic(Call& call, const Structure& request) {
  return page_of(call, request, existing_topic(call, request.string("TopicArn")).name);
}

}  // namespace cloche::sns
