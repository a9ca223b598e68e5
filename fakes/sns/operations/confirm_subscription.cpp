#include <nlohmann/json.hpp>

#include "fakes/sns/errors.h"
#include "fakes/sns/operations/operations.h"
#include "fakes/sns/resource.h"
#include "fakes/sns/subscribing.h"

namespace cloche::sns {

// A token may be used again; assumed.
Answer confirm_subscription(Call& call, const Structure& request) {
  Store store(call.account);
  const Topic topic = existing_topic(call, request.string("TopicArn"));
  auto subscription = store.find_subscription_by_token(topic, request.string("Token"));
  if (!subscription) throw invalid_parameter("Token");
  if (subscription->pending) {
    subscription->pending = false;
    subscription->authenticated =
        !call.caller.access_key_id.empty() && request.string_or("AuthenticateOnUnsubscribe", "") == "true";
    store.update_subscription(*subscription);
    call.account.outbox().cancel(expire_effect, subscription->id);
  }
  return Json{{"SubscriptionArn", store.arn_of(*subscription)}};
}

}  // namespace cloche::sns
