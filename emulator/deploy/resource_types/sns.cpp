#include <algorithm>
#include <array>

#include "emulator/deploy/properties.h"
#include "emulator/deploy/resource_types/resource_types.h"
#include "fakes/sns/tags.h"

namespace cloche::deploy {

namespace {

constexpr std::array topic_properties{
    Property{"ArchivePolicy"},
    Property{"ContentBasedDeduplication"},
    Property{"DataProtectionPolicy", Use::not_applied},
    Property{"DeliveryStatusLogging", Use::not_applied},
    Property{"DisplayName"},
    Property{"FifoThroughputScope"},
    Property{"FifoTopic", Use::replaces},
    Property{"KmsMasterKeyId"},
    Property{"SignatureVersion"},
    Property{"Subscription"},
    Property{"Tags"},
    Property{"TopicName", Use::replaces},
    Property{"TracingConfig"},
};
constexpr std::array<std::string_view, 2> topic_attribute_names{"TopicArn", "TopicName"};
// The properties that are attributes of the topic; "" takes one away.
constexpr std::array<std::string_view, 7> attributes_of_topic{
    "ArchivePolicy",  "ContentBasedDeduplication", "DisplayName",  "FifoThroughputScope",
    "KmsMasterKeyId", "SignatureVersion",          "TracingConfig"};

std::string topic_attribute(const Json& properties, std::string_view name) {
  const Json& value = property_or_null(properties, name);
  return value.is_object() ? value.dump() : text_property(properties, name);
}

// ---- subscriptions that stand in the topic

Json subscribe(const Context& context, const Json& topic, const Json& subscription) {
  Json request = picked(subscription, {"Protocol", "Endpoint"});
  request["TopicArn"] = topic;
  request["ReturnSubscriptionArn"] = true;
  return context.call("sns", "Subscribe", request).at("SubscriptionArn");
}

void unsubscribe(const Context& context, const Json& topic, const Json& subscription) {
  Json token;
  do {
    Json request{{"TopicArn", topic}};
    if (!token.is_null()) request["NextToken"] = token;
    const Json page = context.call("sns", "ListSubscriptionsByTopic", request);
    for (const Json& listed : page.at("Subscriptions")) {
      if (is_any_changed(listed, subscription, {"Protocol", "Endpoint"})) continue;
      const Json& arn = listed.at("SubscriptionArn");
      if (arn != "PendingConfirmation") context.call("sns", "Unsubscribe", {{"SubscriptionArn", arn}});
    }
    token = property_or_null(page, "NextToken");
  } while (!token.is_null() && token != "");
}

void update_subscriptions(const Context& context, const Json& topic, const Json& before, const Json& after) {
  const Json& old = list_property(before, "Subscription");
  const Json& now = list_property(after, "Subscription");
  for (const Json& subscription : old) {
    if (std::ranges::find(now, subscription) == now.end()) unsubscribe(context, topic, subscription);
  }
  for (const Json& subscription : now) {
    if (std::ranges::find(old, subscription) == old.end()) subscribe(context, topic, subscription);
  }
}

// ---- topics

Resource create_topic(const Context& context, const Json& properties) {
  const bool fifo = boolean_property(properties, "FifoTopic");
  const std::string name =
      context.name_from(properties, "TopicName", {.longest = 256, .suffix = fifo ? ".fifo" : ""});
  Json attributes = Json::object();
  if (fifo) attributes["FifoTopic"] = "true";
  for (const std::string_view attribute : attributes_of_topic) {
    if (properties.contains(attribute)) attributes[attribute] = topic_attribute(properties, attribute);
  }
  Json request{{"Name", name}, {"Attributes", attributes}};
  if (properties.contains("Tags")) request["Tags"] = properties["Tags"];
  const Json arn = context.call("sns", "CreateTopic", request).at("TopicArn");
  update_subscriptions(context, arn, Json::object(), properties);
  return {arn, {{"TopicArn", arn}, {"TopicName", name}}};
}

std::optional<std::string> existing_topic(const Context& context, const Json& properties) {
  const std::string arn = context.arn("sns", text_property(properties, "TopicName"));
  return look_up(context, "sns", "GetTopicAttributes", {{"TopicArn", arn}}) ? std::optional(arn)
                                                                            : std::nullopt;
}

Resource update_topic(const Context& context, const Resource& resource, const Json& before,
                      const Json& after) {
  const Json& arn = resource.physical_id;
  for (const std::string_view attribute : attributes_of_topic) {
    if (!is_changed(before, after, attribute)) continue;
    context.call("sns", "SetTopicAttributes",
                 {{"TopicArn", arn},
                  {"AttributeName", attribute},
                  {"AttributeValue", topic_attribute(after, attribute)}});
  }
  update_subscriptions(context, arn, before, after);
  change_tags(context, {"sns"}, {{"ResourceArn", arn}}, before, after);
  return resource;
}

void delete_topic(const Context& context, const Resource& resource, const Json&) {
  context.call("sns", "DeleteTopic", {{"TopicArn", resource.physical_id}});
}

void mark_topic(const Context& context, const Resource& resource, const Json&, const Json& tags) {
  sns::Store store(context.operations.account());
  const std::string name = text_property(resource.attributes, "TopicName");
  if (const auto topic = store.find_topic(context.stack.region, name))
    sns::put_system_tags(store, *topic, tags);
}

// ---- subscriptions

constexpr std::array subscription_properties{
    Property{"DeliveryPolicy", Use::not_applied},
    Property{"Endpoint", Use::replaces},
    Property{"FilterPolicy"},
    Property{"FilterPolicyScope"},
    Property{"Protocol", Use::replaces, true},
    Property{"RawMessageDelivery"},
    Property{"RedrivePolicy"},
    Property{"Region", Use::not_applied},
    Property{"ReplayPolicy", Use::not_applied},
    Property{"SubscriptionRoleArn", Use::not_applied},
    Property{"TopicArn", Use::replaces, true},
};
constexpr std::array<std::string_view, 1> subscription_attribute_names{"Arn"};
// In the order in which they are set: the scope says how the policy is read.
constexpr std::array<std::string_view, 4> attributes_of_subscription{"FilterPolicyScope", "FilterPolicy",
                                                                     "RawMessageDelivery", "RedrivePolicy"};

Resource create_subscription(const Context& context, const Json& properties) {
  Json request = picked(properties, {"TopicArn", "Protocol", "Endpoint"});
  request["ReturnSubscriptionArn"] = true;
  for (const std::string_view attribute : attributes_of_subscription) {
    if (properties.contains(attribute))
      request["Attributes"][attribute] = topic_attribute(properties, attribute);
  }
  const Json arn = context.call("sns", "Subscribe", request).at("SubscriptionArn");
  return {arn, {{"Arn", arn}}};
}

Resource update_subscription(const Context& context, const Resource& resource, const Json& before,
                             const Json& after) {
  const auto set = [&](std::string_view attribute, const std::string& value) {
    context.call(
        "sns", "SetSubscriptionAttributes",
        {{"SubscriptionArn", resource.physical_id}, {"AttributeName", attribute}, {"AttributeValue", value}});
  };
  // A policy for one scope need not fit the other: it goes before the scope changes.
  if (is_changed(before, after, "FilterPolicyScope") && before.contains("FilterPolicy"))
    set("FilterPolicy", "");
  for (const std::string_view attribute : attributes_of_subscription) {
    const bool goes_with_scope =
        attribute == "FilterPolicy" && is_changed(before, after, "FilterPolicyScope");
    if (!is_changed(before, after, attribute) && !goes_with_scope) continue;
    std::string value = topic_attribute(after, attribute);
    if (value.empty() && attribute == "FilterPolicyScope") value = "MessageAttributes";
    if (value.empty() && attribute == "RawMessageDelivery") value = "false";
    if (!value.empty() || before.contains(attribute)) set(attribute, value);
  }
  return resource;
}

void delete_subscription(const Context& context, const Resource& resource, const Json&) {
  context.call("sns", "Unsubscribe", {{"SubscriptionArn", resource.physical_id}});
}

// ---- policies of topics

constexpr std::array topic_policy_properties{Property{"PolicyDocument", Use::applied, true},
                                             Property{"Topics", Use::applied, true}};
constexpr std::array<std::string_view, 1> topic_policy_attribute_names{"Id"};

void set_topic_policy(const Context& context, const Json& topic, const std::string& policy) {
  context.call("sns", "SetTopicAttributes",
               {{"TopicArn", topic}, {"AttributeName", "Policy"}, {"AttributeValue", policy}});
}

void set_topic_policies(const Context& context, const Json& properties) {
  for (const Json& topic : list_property(properties, "Topics"))
    set_topic_policy(context, topic, document_text(properties.at("PolicyDocument")));
}

Resource create_topic_policy(const Context& context, const Json& properties) {
  set_topic_policies(context, properties);
  const std::string id = context.new_name();
  return {id, {{"Id", id}}};
}

// A topic without a policy of its own has the default one again.
Resource update_topic_policy(const Context& context, const Resource& resource, const Json& before,
                             const Json& after) {
  const Json& topics = list_property(after, "Topics");
  for (const Json& topic : list_property(before, "Topics")) {
    if (std::ranges::find(topics, topic) == topics.end()) set_topic_policy(context, topic, "");
  }
  set_topic_policies(context, after);
  return resource;
}

void delete_topic_policy(const Context& context, const Resource&, const Json& properties) {
  for (const Json& topic : list_property(properties, "Topics")) set_topic_policy(context, topic, "");
}

constexpr std::array types_of_sns{
    ResourceType{.name = "AWS::SNS::Topic",
                 .properties = topic_properties,
                 .attributes = topic_attribute_names,
                 .create = &create_topic,
                 .update = &update_topic,
                 .remove = &delete_topic,
                 .name_property = "TopicName",
                 .existing = &existing_topic,
                 .put_system_tags = &mark_topic},
    ResourceType{.name = "AWS::SNS::Subscription",
                 .properties = subscription_properties,
                 .attributes = subscription_attribute_names,
                 .create = &create_subscription,
                 .update = &update_subscription,
                 .remove = &delete_subscription},
    ResourceType{.name = "AWS::SNS::TopicPolicy",
                 .properties = topic_policy_properties,
                 .attributes = topic_policy_attribute_names,
                 .create = &create_topic_policy,
                 .update = &update_topic_policy,
                 .remove = &delete_topic_policy,
                 .is_said_of_others = true},
};

}  // namespace

std::span<const ResourceType> sns_types() { return types_of_sns; }

}  // namespace cloche::deploy
