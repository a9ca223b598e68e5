#include "fakes/sns/operations/operations.h"
#include "fakes/sns/resource.h"
#include "fakes/sns/subscribing.h"

namespace cloche::sns {

// Ending what is not there is no error. Assumed: nor is ending what was never confirmed.
Answer unsubscribe(Call& call, const Structure& request) {
  const std::string& arn = request.string("SubscriptionArn");
  Store store(call.account);
  const auto subscription = store.find_subscription(subscription_id(call, arn));
  if (subscription && store.arn_of(*subscription) == arn) remove_subscription(call.account, *subscription);
  return {};
}

}  // namespace cloche::sns
