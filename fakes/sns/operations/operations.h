#pragma once
// The operations of SNS; service.cpp has their table.
#include "fakes/wire/service.h"

namespace cloche::sns {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer create_topic(Call& call, const Structure& request);
Answer delete_topic(Call& call, const Structure& request);
Answer list_topics(Call& call, const Structure& request);
Answer get_topic_attributes(Call& call, const Structure& request);
Answer set_topic_attributes(Call& call, const Structure& request);
Answer add_permission(Call& call, const Structure& request);
Answer remove_permission(Call& call, const Structure& request);

Answer subscribe(Call& call, const Structure& request);
Answer confirm_subscription(Call& call, const Structure& request);
Answer unsubscribe(Call& call, const Structure& request);
Answer list_subscriptions(Call& call, const Structure& request);
Answer list_subscriptions_by_topic(Call& call, const Structure& request);
Answer get_subscription_attributes(Call& call, const Structure& request);
Answer set_subscription_attributes(Call& call, const Structure& request);

Answer publish(Call& call, const Structure& request);
Answer publish_batch(Call& call, const Structure& request);

Answer tag_resource(Call& call, const Structure& request);
Answer untag_resource(Call& call, const Structure& request);
Answer list_tags_for_resource(Call& call, const Structure& request);

}  // namespace cloche::sns
