#include "fakes/sns/operations/operations.h"
#include "fakes/sns/resource.h"
#include "fakes/sns/subscribing.h"

namespace cloche::sns {

// Deleting what is not there is no error. With the topic go its subscriptions, and their timers.
Answer delete_topic(Call& call, const Structure& request) {
  Store store(call.account);
  const auto topic = store.find_topic(call.region, topic_name(call, request.string("TopicArn")));
  if (!topic) return {};
  for (const Subscription& subscription : store.subscriptions(topic->region, topic->name, 0, -1)) {
    call.account.outbox().cancel(expire_effect, subscription.id);
  }
  store.remove_topic(*topic);
  return {};
}

}  // namespace cloche::sns
