#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "emulator/deploy/properties.h"
#include "emulator/deploy/resource_types/resource_types.h"
#include "fakes/events/resources.h"

namespace cloche::deploy {

namespace {

constexpr std::string_view default_bus = "default";

// ---- rules

constexpr std::array rule_properties{
    Property{"Description"},  Property{"EventBusName", Use::replaces},
    Property{"EventPattern"}, Property{"Name", Use::replaces},
    Property{"RoleArn"},      Property{"ScheduleExpression"},
    Property{"State"},        Property{"Tags"},
    Property{"Targets"},
};
constexpr std::array<std::string_view, 1> rule_attribute_names{"Arn"};

std::string bus_of(const Json& properties) {
  const std::string bus = text_property(properties, "EventBusName");
  return bus.empty() ? std::string(default_bus) : bus.substr(bus.rfind('/') + 1);
}

/// A rule of another bus is named with it: "bus|rule".
std::string rule_id(const Json& properties, const std::string& name) {
  const std::string bus = bus_of(properties);
  return bus == default_bus ? name : fmt::format("{}|{}", bus, name);
}

std::string rule_name(const std::string& physical_id) {
  return physical_id.substr(physical_id.find('|') + 1);
}

Json put_rule(const Context& context, const std::string& name, const Json& properties) {
  Json request =
      picked(properties, {"Description", "EventBusName", "RoleArn", "ScheduleExpression", "State"});
  request["Name"] = name;
  if (properties.contains("EventPattern"))
    request["EventPattern"] = document_text(properties["EventPattern"]);
  if (properties.contains("Tags")) request["Tags"] = properties["Tags"];
  return context.call("events", "PutRule", request).at("RuleArn");
}

/// Throws the first entry's error, but for one that is no harm.
void check_entries(const Json& answer, std::string_view harmless = "") {
  for (const Json& entry : answer.at("FailedEntries")) {
    if (entry.at("ErrorCode") != harmless) throw ApiError(entry.at("ErrorCode"), entry.at("ErrorMessage"));
  }
}

void put_targets(const Context& context, const std::string& name, const Json& properties) {
  const Json& targets = list_property(properties, "Targets");
  if (targets.empty()) return;
  Json request = picked(properties, {"EventBusName", "Targets"});
  request["Rule"] = name;
  check_entries(context.call("events", "PutTargets", request));
}

/// Removes the targets of `before` that `after` has not.
void remove_targets(const Context& context, const std::string& name, const Json& before, const Json& after) {
  const Json& kept = list_property(after, "Targets");
  Json ids = Json::array();
  for (const Json& target : list_property(before, "Targets")) {
    const Json& id = property_or_null(target, "Id");
    const bool stays =
        std::ranges::any_of(kept, [&](const Json& other) { return property_or_null(other, "Id") == id; });
    if (!stays && std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  }
  if (ids.empty()) return;
  Json request = picked(before, {"EventBusName"});
  request["Rule"] = name;
  request["Ids"] = ids;
  // A target that somebody took away is gone all the same.
  check_entries(context.call("events", "RemoveTargets", request), "ResourceNotFoundException");
}

Resource create_rule(const Context& context, const Json& properties) {
  const std::string name = context.name_from(properties, "Name", {.longest = 64});
  const Json arn = put_rule(context, name, properties);
  put_targets(context, name, properties);
  return {rule_id(properties, name), {{"Arn", arn}}};
}

std::optional<std::string> existing_rule(const Context& context, const Json& properties) {
  const auto found = look_up(context, "events", "DescribeRule", picked(properties, {"Name", "EventBusName"}));
  return found ? std::optional(rule_id(properties, text_property(properties, "Name"))) : std::nullopt;
}

Resource update_rule(const Context& context, const Resource& resource, const Json& before,
                     const Json& after) {
  const std::string name = rule_name(resource.physical_id);
  put_rule(context, name, after);
  remove_targets(context, name, before, after);
  if (is_changed(before, after, "Targets")) put_targets(context, name, after);
  const Json named{{"ResourceARN", resource.attributes.at("Arn")}};
  change_tags(context, {"events"}, named, before, after);
  return resource;
}

void delete_rule(const Context& context, const Resource& resource, const Json& properties) {
  const std::string name = rule_name(resource.physical_id);
  remove_targets(context, name, properties, Json::object());
  Json request = picked(properties, {"EventBusName"});
  request["Name"] = name;
  context.call("events", "DeleteRule", request);
}

// ---- buses

constexpr std::array bus_properties{
    Property{"DeadLetterConfig"},
    Property{"Description"},
    Property{"EventSourceName", Use::replaces},
    Property{"KmsKeyIdentifier"},
    Property{"LogConfig", Use::not_applied},
    Property{"Name", Use::replaces, true},
    Property{"Policy"},
    Property{"Tags"},
};
constexpr std::array<std::string_view, 3> bus_attribute_names{"Arn", "Name", "Policy"};

void set_bus_policy(const Context& context, const std::string& bus, const Json& policy) {
  if (policy.is_null()) {
    context.call("events", "RemovePermission", {{"EventBusName", bus}, {"RemoveAllPermissions", true}});
  } else {
    context.call("events", "PutPermission", {{"EventBusName", bus}, {"Policy", document_text(policy)}});
  }
}

Resource create_bus(const Context& context, const Json& properties) {
  const std::string name = text_property(properties, "Name");
  const Json bus = context.call("events", "CreateEventBus",
                                picked(properties, {"Name", "EventSourceName", "Description",
                                                    "KmsKeyIdentifier", "DeadLetterConfig", "Tags"}));
  const Json& policy = property_or_null(properties, "Policy");
  if (!policy.is_null()) set_bus_policy(context, name, policy);
  return {name,
          {{"Arn", bus.at("EventBusArn")},
           {"Name", name},
           {"Policy", policy.is_null() ? "" : document_text(policy)}}};
}

Resource update_bus(const Context& context, const Resource& resource, const Json& before, const Json& after) {
  Resource updated = resource;
  if (is_any_changed(before, after, {"DeadLetterConfig", "Description", "KmsKeyIdentifier"}))
    context.call("events", "UpdateEventBus",
                 picked(after, {"Name", "DeadLetterConfig", "Description", "KmsKeyIdentifier"}));
  if (is_changed(before, after, "Policy")) {
    const Json& policy = property_or_null(after, "Policy");
    set_bus_policy(context, resource.physical_id, policy);
    updated.attributes["Policy"] = policy.is_null() ? "" : document_text(policy);
  }
  const Json named{{"ResourceARN", resource.attributes.at("Arn")}};
  change_tags(context, {"events"}, named, before, after);
  return updated;
}

void delete_bus(const Context& context, const Resource& resource, const Json&) {
  context.call("events", "DeleteEventBus", {{"Name", resource.physical_id}});
}

// Of a rule or a bus.
void mark_by_arn(const Context& context, const Resource& resource, const Json&, const Json& tags) {
  events::Store store(context.operations.account());
  events::put_system_tags(store, text_property(resource.attributes, "Arn"), tags);
}

// ---- statements of a bus's policy

constexpr std::array bus_policy_properties{
    Property{"Action"},    Property{"Condition"}, Property{"EventBusName", Use::replaces},
    Property{"Principal"}, Property{"Statement"}, Property{"StatementId", Use::replaces, true},
};

void put_bus_statement(const Context& context, const Json& properties) {
  Json request = picked(properties, {"EventBusName", "StatementId", "Action", "Principal", "Condition"});
  if (properties.contains("Statement")) {
    Json statement = properties["Statement"];
    if (statement.is_object()) statement["Sid"] = properties["StatementId"];
    request = picked(properties, {"EventBusName"});
    request["Policy"] = Json{{"Version", "2012-10-17"}, {"Statement", {statement}}}.dump();
  }
  context.call("events", "PutPermission", request);
}

Resource create_bus_statement(const Context& context, const Json& properties) {
  put_bus_statement(context, properties);
  return {context.new_name()};
}

void delete_bus_statement(const Context& context, const Resource&, const Json& properties) {
  context.call("events", "RemovePermission", picked(properties, {"EventBusName", "StatementId"}));
}

Resource update_bus_statement(const Context& context, const Resource& resource, const Json& before,
                              const Json& after) {
  delete_bus_statement(context, resource, before);
  put_bus_statement(context, after);
  return resource;
}

constexpr std::array types_of_events{
    ResourceType{.name = "AWS::Events::Rule",
                 .properties = rule_properties,
                 .attributes = rule_attribute_names,
                 .create = &create_rule,
                 .update = &update_rule,
                 .remove = &delete_rule,
                 .name_property = "Name",
                 .name_scope = "EventBusName",
                 .existing = &existing_rule,
                 .put_system_tags = &mark_by_arn},
    ResourceType{.name = "AWS::Events::EventBus",
                 .properties = bus_properties,
                 .attributes = bus_attribute_names,
                 .create = &create_bus,
                 .update = &update_bus,
                 .remove = &delete_bus,
                 .name_property = "Name",
                 .put_system_tags = &mark_by_arn},
    ResourceType{.name = "AWS::Events::EventBusPolicy",
                 .properties = bus_policy_properties,
                 .attributes = {},
                 .create = &create_bus_statement,
                 .update = &update_bus_statement,
                 .remove = &delete_bus_statement,
                 .name_property = "StatementId",
                 .name_scope = "EventBusName"},
};

}  // namespace

std::span<const ResourceType> events_types() { return types_of_events; }

}  // namespace cloche::deploy
