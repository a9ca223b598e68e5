#include <array>

#include "emulator/deploy/properties.h"
#include "emulator/deploy/resource_types/resource_types.h"
#include "fakes/logs/tags.h"

namespace cloche::deploy {

namespace {

constexpr std::array log_group_properties{
    Property{"DataProtectionPolicy", Use::not_applied},
    Property{"DeletionProtectionEnabled"},
    Property{"FieldIndexPolicies", Use::not_applied},
    Property{"KmsKeyId", Use::not_applied},
    Property{"LogGroupClass", Use::replaces},
    Property{"LogGroupName", Use::replaces},
    Property{"ResourcePolicyDocument", Use::not_applied},
    Property{"RetentionInDays"},
    Property{"Tags"},
};
constexpr std::array<std::string_view, 1> log_group_attribute_names{"Arn"};

void set_retention(const Context& context, const std::string& group, const Json& properties) {
  if (properties.contains("RetentionInDays")) {
    context.call("logs", "PutRetentionPolicy",
                 {{"LogGroupName", group}, {"RetentionInDays", properties["RetentionInDays"]}});
  } else {
    context.call("logs", "DeleteRetentionPolicy", {{"logGroupName", group}});
  }
}

Resource create_log_group(const Context& context, const Json& properties) {
  Json request = picked(properties, {"LogGroupClass", "DeletionProtectionEnabled"});
  const std::string name = context.name_from(properties, "LogGroupName", {.longest = 512});
  request["LogGroupName"] = name;
  if (const Json tags = tag_map(properties); !tags.empty()) request["Tags"] = tags;
  context.call("logs", "CreateLogGroup", request);
  if (properties.contains("RetentionInDays")) set_retention(context, name, properties);
  return {name, {{"Arn", context.arn("logs", "log-group:" + name + ":*")}}};
}

Resource update_log_group(const Context& context, const Resource& resource, const Json& before,
                          const Json& after) {
  const std::string& name = resource.physical_id;
  if (is_changed(before, after, "RetentionInDays")) set_retention(context, name, after);
  if (is_changed(before, after, "DeletionProtectionEnabled")) {
    context.call("logs", "PutLogGroupDeletionProtection",
                 {{"logGroupIdentifier", name},
                  {"deletionProtectionEnabled", boolean_property(after, "DeletionProtectionEnabled")}});
  }
  const std::string arn = context.arn("logs", "log-group:" + name);
  change_tags(context, {"logs", Tagging::Form::map}, {{"ResourceArn", arn}}, before, after);
  return resource;
}

void delete_log_group(const Context& context, const Resource& resource, const Json&) {
  context.call("logs", "DeleteLogGroup", {{"logGroupName", resource.physical_id}});
}

void mark_log_group(const Context& context, const Resource& resource, const Json&, const Json& tags) {
  logs::Store store(context.operations.account(), context.stack.region);
  if (const auto group = store.find_group(resource.physical_id))
    logs::put_system_tags(store, group->id, tags);
}

// ---- streams

constexpr std::array log_stream_properties{Property{"LogGroupName", Use::replaces, true},
                                           Property{"LogStreamName", Use::replaces}};

Resource create_log_stream(const Context& context, const Json& properties) {
  const std::string name = context.name_from(properties, "LogStreamName", {.longest = 512});
  context.call("logs", "CreateLogStream",
               {{"logGroupName", properties.at("LogGroupName")}, {"logStreamName", name}});
  return {name};
}

void delete_log_stream(const Context& context, const Resource& resource, const Json& properties) {
  context.call("logs", "DeleteLogStream",
               {{"logGroupName", properties.at("LogGroupName")}, {"logStreamName", resource.physical_id}});
}

// ---- metric filters

constexpr std::array metric_filter_properties{
    Property{"ApplyOnTransformedLogs", Use::not_applied},
    Property{"EmitSystemFieldDimensions", Use::not_applied},
    Property{"FieldSelectionCriteria", Use::not_applied},
    Property{"FilterName", Use::replaces},
    Property{"FilterPattern", Use::applied, true},
    Property{"LogGroupName", Use::replaces, true},
    Property{"MetricTransformations", Use::applied, true},
};

// A dimension is an entry of a map for the operation, and a Key and Value for CloudFormation.
Json metric_transformations(const Json& properties) {
  Json transformations = list_property(properties, "MetricTransformations");
  for (Json& transformation : transformations) {
    if (!transformation.is_object() || !transformation.contains("Dimensions")) continue;
    Json dimensions = Json::object();
    for (const Json& dimension : list_property(transformation, "Dimensions"))
      dimensions[text_property(dimension, "Key")] = text_property(dimension, "Value");
    transformation["Dimensions"] = dimensions;
  }
  return transformations;
}

void put_metric_filter(const Context& context, const std::string& name, const Json& properties) {
  Json request = picked(properties, {"LogGroupName", "FilterPattern"});
  request["FilterName"] = name;
  request["MetricTransformations"] = metric_transformations(properties);
  context.call("logs", "PutMetricFilter", request);
}

Resource create_metric_filter(const Context& context, const Json& properties) {
  const std::string name = context.name_from(properties, "FilterName", {.longest = 512});
  put_metric_filter(context, name, properties);
  return {name};
}

Resource update_metric_filter(const Context& context, const Resource& resource, const Json&,
                              const Json& after) {
  put_metric_filter(context, resource.physical_id, after);
  return resource;
}

void delete_metric_filter(const Context& context, const Resource& resource, const Json& properties) {
  context.call("logs", "DeleteMetricFilter",
               {{"logGroupName", properties.at("LogGroupName")}, {"filterName", resource.physical_id}});
}

// ---- subscription filters

constexpr std::array subscription_filter_properties{
    Property{"ApplyOnTransformedLogs", Use::not_applied},
    Property{"DestinationArn", Use::applied, true},
    Property{"Distribution"},
    Property{"EmitSystemFields", Use::not_applied},
    Property{"FieldSelectionCriteria", Use::not_applied},
    Property{"FilterName", Use::replaces},
    Property{"FilterPattern", Use::applied, true},
    Property{"LogGroupName", Use::replaces, true},
    Property{"RoleArn"},
};

void put_subscription_filter(const Context& context, const std::string& name, const Json& properties) {
  Json request =
      picked(properties, {"LogGroupName", "FilterPattern", "DestinationArn", "RoleArn", "Distribution"});
  request["FilterName"] = name;
  context.call("logs", "PutSubscriptionFilter", request);
}

Resource create_subscription_filter(const Context& context, const Json& properties) {
  const std::string name = context.name_from(properties, "FilterName", {.longest = 512});
  put_subscription_filter(context, name, properties);
  return {name};
}

Resource update_subscription_filter(const Context& context, const Resource& resource, const Json&,
                                    const Json& after) {
  put_subscription_filter(context, resource.physical_id, after);
  return resource;
}

void delete_subscription_filter(const Context& context, const Resource& resource, const Json& properties) {
  context.call("logs", "DeleteSubscriptionFilter",
               {{"logGroupName", properties.at("LogGroupName")}, {"filterName", resource.physical_id}});
}

// ---- resource policies

constexpr std::array log_policy_properties{Property{"PolicyDocument", Use::applied, true},
                                           Property{"PolicyName", Use::replaces, true}};

void put_log_policy(const Context& context, const Json& properties) {
  context.call("logs", "PutResourcePolicy",
               {{"policyName", properties.at("PolicyName")},
                {"policyDocument", document_text(properties.at("PolicyDocument"))}});
}

Resource create_log_policy(const Context& context, const Json& properties) {
  put_log_policy(context, properties);
  return {text_property(properties, "PolicyName")};
}

Resource update_log_policy(const Context& context, const Resource& resource, const Json&, const Json& after) {
  put_log_policy(context, after);
  return resource;
}

void delete_log_policy(const Context& context, const Resource& resource, const Json&) {
  context.call("logs", "DeleteResourcePolicy", {{"policyName", resource.physical_id}});
}

constexpr std::array types_of_logs{
    ResourceType{.name = "AWS::Logs::LogGroup",
                 .properties = log_group_properties,
                 .attributes = log_group_attribute_names,
                 .create = &create_log_group,
                 .update = &update_log_group,
                 .remove = &delete_log_group,
                 .name_property = "LogGroupName",
                 .put_system_tags = &mark_log_group},
    ResourceType{.name = "AWS::Logs::LogStream",
                 .properties = log_stream_properties,
                 .attributes = {},
                 .create = &create_log_stream,
                 .update = nullptr,
                 .remove = &delete_log_stream,
                 .name_property = "LogStreamName",
                 .name_scope = "LogGroupName"},
    ResourceType{.name = "AWS::Logs::MetricFilter",
                 .properties = metric_filter_properties,
                 .attributes = {},
                 .create = &create_metric_filter,
                 .update = &update_metric_filter,
                 .remove = &delete_metric_filter,
                 .name_property = "FilterName",
                 .name_scope = "LogGroupName"},
    ResourceType{.name = "AWS::Logs::SubscriptionFilter",
                 .properties = subscription_filter_properties,
                 .attributes = {},
                 .create = &create_subscription_filter,
                 .update = &update_subscription_filter,
                 .remove = &delete_subscription_filter,
                 .name_property = "FilterName",
                 .name_scope = "LogGroupName"},
    ResourceType{.name = "AWS::Logs::ResourcePolicy",
                 .properties = log_policy_properties,
                 .attributes = {},
                 .create = &create_log_policy,
                 .update = &update_log_policy,
                 .remove = &delete_log_policy,
                 .name_property = "PolicyName"},
};

}  // namespace

std::span<const ResourceType> logs_types() { return types_of_logs; }

}  // namespace cloche::deploy
