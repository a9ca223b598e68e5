#include "fakes/sns/access_policy.h"
#include "fakes/sns/operations/operations.h"
#include "fakes/sns/resource.h"

namespace cloche::sns {

namespace {

std::string policy_of(Store& store, Call& call, const Topic& topic) {
  return topic.attribute("Policy", default_policy(store.arn_of(topic), call.account.number()));
}

void set_policy(Store& store, Call& call, Topic& topic, std::string policy) {
  call.report_unsupported("Policy is stored and not applied: access policies are not enforced");
  topic.attributes["Policy"] = std::move(policy);
  store.update_topic(topic);
}

}  // namespace

Answer add_permission(Call& call, const Structure& request) {
  Store store(call.account);
  Topic topic = existing_topic(call, request.string("TopicArn"));
  set_policy(store, call, topic,
             add_statement(policy_of(store, call, topic), store.arn_of(topic), request.string("Label"),
                           request.strings("AWSAccountId"), request.strings("ActionName")));
  return {};
}

Answer remove_permission(Call& call, const Structure& request) {
  Store store(call.account);
  Topic topic = existing_topic(call, request.string("TopicArn"));
  set_policy(store, call, topic, remove_statement(policy_of(store, call, topic), request.string("Label")));
  return {};
}

}  // namespace cloche::sns
