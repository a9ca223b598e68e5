#include "fakes/sns/service.h"

#include <array>

#include "fakes/core/clock_set_back.h"
#include "fakes/sns/operations/operations.h"
#include "fakes/sns/publishing.h"
#include "fakes/sns/store.h"
#include "fakes/sns/subscribing.h"

namespace cloche::sns {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"AddPermission", &add_permission},
    wire::OperationEntry{"ConfirmSubscription", &confirm_subscription},
    wire::OperationEntry{"CreateTopic", &create_topic},
    wire::OperationEntry{"DeleteTopic", &delete_topic},
    wire::OperationEntry{"GetSubscriptionAttributes", &get_subscription_attributes},
    wire::OperationEntry{"GetTopicAttributes", &get_topic_attributes},
    wire::OperationEntry{"ListSubscriptions", &list_subscriptions},
    wire::OperationEntry{"ListSubscriptionsByTopic", &list_subscriptions_by_topic},
    wire::OperationEntry{"ListTagsForResource", &list_tags_for_resource},
    wire::OperationEntry{"ListTopics", &list_topics},
    wire::OperationEntry{"Publish", &publish, true},
    wire::OperationEntry{"PublishBatch", &publish_batch, true},
    wire::OperationEntry{"RemovePermission", &remove_permission},
    wire::OperationEntry{"SetSubscriptionAttributes", &set_subscription_attributes},
    wire::OperationEntry{"SetTopicAttributes", &set_topic_attributes},
    wire::OperationEntry{"Subscribe", &subscribe},
    wire::OperationEntry{"TagResource", &tag_resource},
    wire::OperationEntry{"Unsubscribe", &unsubscribe},
    wire::OperationEntry{"UntagResource", &untag_resource},
};

// What a FIFO topic took lately it took as lately when the clock has been set back.
void keep_published(Account& account, const Json& payload) {
  account.database().run("UPDATE sns_published SET expires = expires - ?1",
                         clock_was_set_back_by(payload).count());
}

constexpr std::array effects{
    wire::EffectEntry{"sns.clock_set_back", &keep_published},
    wire::EffectEntry{expire_effect, &expire_subscription},
    wire::EffectEntry{redrive_effect, &redrive},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition definition{.name = "sns",
                                                  .operations = operations,
                                                  .schema = store_schema(),
                                                  .effects = effects,
                                                  .receive = &receive};
  return definition;
}

}  // namespace cloche::sns
