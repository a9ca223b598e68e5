#pragma once
// What a request's ARN means: the topic, or the subscription, of the caller's account and region. Each throws
// SNS's errors for what is no ARN, is somebody else's, or is not there. `parameter` is its name in messages.
#include <string>
#include <string_view>

#include "fakes/sns/store.h"
#include "fakes/wire/service.h"

namespace cloche::sns {

/// The name of the topic of this ARN, whether it exists or not.
std::string topic_name(const wire::Call& call, std::string_view arn, std::string_view parameter = "TopicArn");
Topic existing_topic(wire::Call& call, std::string_view arn, std::string_view parameter = "TopicArn");

/// The id of the subscription of this ARN, whether it exists or not.
std::string subscription_id(const wire::Call& call, std::string_view arn);
Subscription existing_subscription(wire::Call& call, std::string_view arn);

}  // namespace cloche::sns
