#include <algorithm>
#include <array>

#include "emulator/deploy/properties.h"
#include "emulator/deploy/property_error.h"
#include "emulator/deploy/resource_types/resource_types.h"
#include "fakes/sqs/queue_store.h"

namespace cloche::deploy {

namespace {

constexpr std::array queue_properties{
    Property{"ContentBasedDeduplication"},
    Property{"DeduplicationScope"},
    Property{"DelaySeconds"},
    Property{"FifoQueue", Use::replaces},
    Property{"FifoThroughputLimit"},
    Property{"KmsDataKeyReusePeriodSeconds"},
    Property{"KmsMasterKeyId"},
    Property{"MaximumMessageSize"},
    Property{"MessageRetentionPeriod"},
    Property{"QueueName", Use::replaces},
    Property{"ReceiveMessageWaitTimeSeconds"},
    Property{"RedriveAllowPolicy"},
    Property{"RedrivePolicy"},
    Property{"SqsManagedSseEnabled"},
    Property{"Tags"},
    Property{"VisibilityTimeout"},
};
constexpr std::array<std::string_view, 3> queue_attribute_names{"Arn", "QueueName", "QueueUrl"};
constexpr std::array<std::string_view, 1> id_attribute{"Id"};

// The properties that are attributes of the queue, and what SetQueueAttributes takes where one goes: the
// service's default, or nothing.
struct QueueAttribute {
  std::string_view name;
  std::string_view otherwise;
};
constexpr std::array attributes_of_queue{
    QueueAttribute{"ContentBasedDeduplication", "false"},
    QueueAttribute{"DeduplicationScope", "queue"},
    QueueAttribute{"DelaySeconds", "0"},
    QueueAttribute{"FifoThroughputLimit", "perQueue"},
    QueueAttribute{"KmsDataKeyReusePeriodSeconds", "300"},
    QueueAttribute{"KmsMasterKeyId", ""},
    QueueAttribute{"MaximumMessageSize", "1048576"},
    QueueAttribute{"MessageRetentionPeriod", "345600"},
    QueueAttribute{"ReceiveMessageWaitTimeSeconds", "0"},
    QueueAttribute{"RedriveAllowPolicy", ""},
    QueueAttribute{"RedrivePolicy", ""},
    QueueAttribute{"SqsManagedSseEnabled", "true"},
    QueueAttribute{"VisibilityTimeout", "30"},
};

std::string attribute_text(const Json& properties, std::string_view name) {
  const Json& value = property_or_null(properties, name);
  return value.is_object() ? value.dump() : text_property(properties, name);
}

Resource create_queue(const Context& context, const Json& properties) {
  const bool fifo = boolean_property(properties, "FifoQueue");
  const std::string name =
      context.name_from(properties, "QueueName", {.longest = 80, .suffix = fifo ? ".fifo" : ""});
  Json attributes = Json::object();
  if (fifo) attributes["FifoQueue"] = "true";
  for (const QueueAttribute& attribute : attributes_of_queue) {
    if (properties.contains(attribute.name))
      attributes[attribute.name] = attribute_text(properties, attribute.name);
  }
  Json request{{"QueueName", name}, {"Attributes", attributes}};
  if (const Json tags = tag_map(properties); !tags.empty()) request["tags"] = tags;
  const Json url = context.call("sqs", "CreateQueue", request).at("QueueUrl");
  return {url, {{"Arn", context.arn("sqs", name)}, {"QueueName", name}, {"QueueUrl", url}}};
}

std::optional<std::string> existing_queue(const Context& context, const Json& properties) {
  const auto found = look_up(context, "sqs", "GetQueueUrl", picked(properties, {"QueueName"}));
  return found ? std::optional<std::string>(found->at("QueueUrl")) : std::nullopt;
}

Resource update_queue(const Context& context, const Resource& resource, const Json& before,
                      const Json& after) {
  Json attributes = Json::object();
  for (const QueueAttribute& attribute : attributes_of_queue) {
    if (!is_changed(before, after, attribute.name)) continue;
    attributes[attribute.name] = after.contains(attribute.name) ? attribute_text(after, attribute.name)
                                                                : std::string(attribute.otherwise);
  }
  // A queue has one kind of encryption: a key takes the place of the service's own.
  if (after.contains("KmsMasterKeyId") && !after.contains("SqsManagedSseEnabled"))
    attributes.erase("SqsManagedSseEnabled");
  const Json& url = resource.physical_id;
  if (!attributes.empty())
    context.call("sqs", "SetQueueAttributes", {{"QueueUrl", url}, {"Attributes", attributes}});
  change_tags(context, {"sqs", Tagging::Form::map, "TagQueue", "UntagQueue"}, {{"QueueUrl", url}}, before,
              after);
  return resource;
}

// CloudFormation waits until a queue is gone and its name is free, which takes a minute.
void delete_queue(const Context& context, const Resource& resource, const Json&) {
  context.call("sqs", "DeleteQueue", {{"QueueUrl", resource.physical_id}});
  sqs::QueueStore(context.operations.account())
      .forget_deleted(context.stack.region, text_property(resource.attributes, "QueueName"));
}

// ---- policies of queues

constexpr std::array queue_policy_properties{Property{"PolicyDocument", Use::applied, true},
                                             Property{"Queues", Use::applied, true}};

void set_queue_policy(const Context& context, const Json& url, const std::string& policy) {
  context.call("sqs", "SetQueueAttributes", {{"QueueUrl", url}, {"Attributes", {{"Policy", policy}}}});
}

void set_queue_policies(const Context& context, const Json& properties) {
  for (const Json& url : list_property(properties, "Queues"))
    set_queue_policy(context, url, document_text(properties.at("PolicyDocument")));
}

Resource create_queue_policy(const Context& context, const Json& properties) {
  set_queue_policies(context, properties);
  const std::string id = context.new_name();
  return {id, {{"Id", id}}};
}

Resource update_queue_policy(const Context& context, const Resource& resource, const Json& before,
                             const Json& after) {
  const Json& queues = list_property(after, "Queues");
  for (const Json& url : list_property(before, "Queues")) {
    if (std::ranges::find(queues, url) == queues.end()) set_queue_policy(context, url, "");
  }
  set_queue_policies(context, after);
  return resource;
}

void delete_queue_policy(const Context& context, const Resource&, const Json& properties) {
  for (const Json& url : list_property(properties, "Queues")) set_queue_policy(context, url, "");
}

constexpr std::array types_of_sqs{
    ResourceType{.name = "AWS::SQS::Queue",
                 .properties = queue_properties,
                 .attributes = queue_attribute_names,
                 .create = &create_queue,
                 .update = &update_queue,
                 .remove = &delete_queue,
                 .name_property = "QueueName",
                 .existing = &existing_queue},
    ResourceType{.name = "AWS::SQS::QueuePolicy",
                 .properties = queue_policy_properties,
                 .attributes = id_attribute,
                 .create = &create_queue_policy,
                 .update = &update_queue_policy,
                 .remove = &delete_queue_policy,
                 .is_said_of_others = true},
};

}  // namespace

std::span<const ResourceType> sqs_types() { return types_of_sqs; }

}  // namespace cloche::deploy
