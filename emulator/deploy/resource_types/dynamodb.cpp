#include <algorithm>
#include <array>

#include "emulator/deploy/properties.h"
#include "emulator/deploy/property_error.h"
#include "emulator/deploy/resource_types/resource_types.h"

namespace cloche::deploy {

namespace {

constexpr std::array table_properties{
    Property{"AttributeDefinitions"},
    Property{"BillingMode"},
    Property{"ContributorInsightsSpecification", Use::not_applied},
    Property{"DeletionProtectionEnabled"},
    Property{"GlobalSecondaryIndexes"},
    Property{"GlobalSecondaryIndexes.ContributorInsightsSpecification", Use::not_applied},
    Property{"ImportSourceSpecification", Use::not_applied},
    Property{"KeySchema", Use::replaces, true},
    Property{"KinesisStreamSpecification", Use::not_applied},
    Property{"LocalSecondaryIndexes", Use::replaces},
    Property{"OnDemandThroughput"},
    Property{"PointInTimeRecoverySpecification"},
    Property{"ProvisionedThroughput"},
    Property{"ResourcePolicy", Use::not_applied},
    Property{"SSESpecification"},
    Property{"StreamSpecification"},
    Property{"StreamSpecification.ResourcePolicy", Use::not_applied},
    Property{"TableClass"},
    Property{"TableName", Use::replaces},
    Property{"Tags"},
    Property{"TimeToLiveSpecification"},
    Property{"WarmThroughput"},
};
constexpr std::array<std::string_view, 2> table_attributes{"Arn", "StreamArn"};

// CloudFormation's names differ from the operation's.
Json encryption_of(const Json& specification) {
  Json encryption = picked(specification, {"SSEType", "KMSMasterKeyId"});
  encryption["Enabled"] = boolean_property(specification, "SSEEnabled");
  return encryption;
}

bool is_encrypted(const Json& properties) {
  const Json& specification = property_or_null(properties, "SSESpecification");
  return !specification.is_null() && boolean_property(specification, "SSEEnabled");
}

Json stream_of(const Json& specification) {
  return {{"StreamEnabled", true}, {"StreamViewType", text_property(specification, "StreamViewType")}};
}

Resource table_resource(const Context& context, const std::string& name) {
  const Json table = context.call("dynamodb", "DescribeTable", {{"TableName", name}}).at("Table");
  Resource resource{name, {{"Arn", table.at("TableArn")}}};
  if (table.contains("StreamSpecification")) resource.attributes["StreamArn"] = table.at("LatestStreamArn");
  return resource;
}

void set_backups(const Context& context, const std::string& name, Json specification) {
  if (specification.is_null()) specification = {{"PointInTimeRecoveryEnabled", false}};
  context.call("dynamodb", "UpdateContinuousBackups",
               {{"TableName", name}, {"PointInTimeRecoverySpecification", specification}});
}

bool expires(const Json& specification) {
  return !specification.is_null() && boolean_property(specification, "Enabled");
}

void set_expiry(const Context& context, const std::string& name, const Json& before, const Json& after) {
  const auto set = [&](const Json& specification, bool enabled) {
    context.call(
        "dynamodb", "UpdateTimeToLive",
        {{"TableName", name},
         {"TimeToLiveSpecification",
          {{"AttributeName", text_property(specification, "AttributeName")}, {"Enabled", enabled}}}});
  };
  if (expires(after) && expires(before) && !is_changed(before, after, "AttributeName")) return;
  if (expires(after)) {
    set(after, true);
  } else if (expires(before)) {
    set(before, false);
  }
}

Resource create_table(const Context& context, const Json& properties) {
  Json request = picked(properties,
                        {"AttributeDefinitions", "BillingMode", "DeletionProtectionEnabled",
                         "GlobalSecondaryIndexes", "KeySchema", "LocalSecondaryIndexes", "OnDemandThroughput",
                         "ProvisionedThroughput", "TableClass", "Tags", "WarmThroughput"});
  const std::string name = context.name_from(properties, "TableName");
  request["TableName"] = name;
  if (const Json& encryption = property_or_null(properties, "SSESpecification"); !encryption.is_null())
    request["SSESpecification"] = encryption_of(encryption);
  if (const Json& stream = property_or_null(properties, "StreamSpecification"); !stream.is_null())
    request["StreamSpecification"] = stream_of(stream);
  context.call("dynamodb", "CreateTable", request);
  if (const Json& backups = property_or_null(properties, "PointInTimeRecoverySpecification");
      !backups.is_null())
    set_backups(context, name, backups);
  set_expiry(context, name, nullptr, property_or_null(properties, "TimeToLiveSpecification"));
  return table_resource(context, name);
}

// ---- changes

const Json* index_named(const Json& indexes, const Json& name) {
  const auto found = std::ranges::find_if(
      indexes, [&](const Json& index) { return property_or_null(index, "IndexName") == name; });
  return found == indexes.end() ? nullptr : &*found;
}

Json without_throughput(Json index) {
  for (const char* member : {"ProvisionedThroughput", "OnDemandThroughput", "WarmThroughput"})
    index.erase(member);
  return index;
}

/// What UpdateTable is to do with the indexes: to make or delete one, and to change throughputs.
struct IndexChanges {
  Json made_or_deleted = Json::array();
  Json throughputs = Json::array();
};

IndexChanges index_changes(const Json& before, const Json& after, bool all_throughputs) {
  IndexChanges changes;
  const Json& old_indexes = list_property(before, "GlobalSecondaryIndexes");
  const Json& indexes = list_property(after, "GlobalSecondaryIndexes");
  for (const Json& old : old_indexes) {
    const Json& name = property_or_null(old, "IndexName");
    if (index_named(indexes, name) == nullptr)
      changes.made_or_deleted.push_back({{"Delete", {{"IndexName", name}}}});
  }
  for (const Json& index : indexes) {
    const Json* old = index_named(old_indexes, property_or_null(index, "IndexName"));
    if (old == nullptr) {
      changes.made_or_deleted.push_back({{"Create", index}});
      continue;
    }
    if (without_throughput(*old) != without_throughput(index)) {
      throw PropertyError{"/GlobalSecondaryIndexes",
                          "Cannot update GSI's properties other than Provisioned Throughput and Contributor "
                          "Insights Specification. You can create a new GSI with a different name."};
    }
    Json update = picked(index, {"ProvisionedThroughput", "OnDemandThroughput", "WarmThroughput"});
    if (update.empty() || (*old == index && !all_throughputs)) continue;
    update["IndexName"] = index.at("IndexName");
    changes.throughputs.push_back({{"Update", update}});
  }
  if (changes.made_or_deleted.size() > 1) {
    throw PropertyError{"/GlobalSecondaryIndexes",
                        "Cannot perform more than one GSI creation or deletion in a single update"};
  }
  return changes;
}

void update_stream(const Context& context, const std::string& name, const Json& before, const Json& after) {
  const auto set = [&](const Json& specification) {
    context.call("dynamodb", "UpdateTable", {{"TableName", name}, {"StreamSpecification", specification}});
  };
  if (!before.is_null()) set({{"StreamEnabled", false}});
  if (!after.is_null()) set(stream_of(after));
}

// A stream's policy and the like aside, each of these is an UpdateTable of its own, as the service wants it.
void update_settings(const Context& context, const std::string& name, const Json& before, const Json& after) {
  const auto set = [&](const char* member, const Json& value) {
    context.call("dynamodb", "UpdateTable", {{"TableName", name}, {member, value}});
  };
  if (is_changed(before, after, "DeletionProtectionEnabled"))
    set("DeletionProtectionEnabled", boolean_property(after, "DeletionProtectionEnabled"));
  if (is_changed(before, after, "TableClass"))
    set("TableClass", after.contains("TableClass") ? after["TableClass"] : Json("STANDARD"));
  // The service refuses to take away a key that there is not.
  if (is_changed(before, after, "SSESpecification") && (is_encrypted(before) || is_encrypted(after))) {
    const Json& encryption = property_or_null(after, "SSESpecification");
    set("SSESpecification", encryption.is_null() ? Json{{"Enabled", false}} : encryption_of(encryption));
  }
  for (const char* member : {"OnDemandThroughput", "WarmThroughput"}) {
    if (is_changed(before, after, member) && after.contains(member)) set(member, after[member]);
  }
}

Resource update_table(const Context& context, const Resource& resource, const Json& before,
                      const Json& after) {
  const std::string& name = resource.physical_id;
  const bool other_billing = is_any_changed(before, after, {"BillingMode", "ProvisionedThroughput"});
  const IndexChanges indexes = index_changes(before, after, is_changed(before, after, "BillingMode"));
  if (other_billing || !indexes.throughputs.empty()) {
    Json request = picked(after, {"ProvisionedThroughput"});
    request["TableName"] = name;
    request["BillingMode"] = after.contains("BillingMode") ? after["BillingMode"] : Json("PROVISIONED");
    if (!indexes.throughputs.empty()) request["GlobalSecondaryIndexUpdates"] = indexes.throughputs;
    if (!other_billing) request.erase("ProvisionedThroughput");
    if (!other_billing) request.erase("BillingMode");
    context.call("dynamodb", "UpdateTable", request);
  }
  if (!indexes.made_or_deleted.empty()) {
    Json request = picked(after, {"AttributeDefinitions"});
    request["TableName"] = name;
    request["GlobalSecondaryIndexUpdates"] = indexes.made_or_deleted;
    context.call("dynamodb", "UpdateTable", request);
  }
  if (is_changed(before, after, "StreamSpecification")) {
    update_stream(context, name, property_or_null(before, "StreamSpecification"),
                  property_or_null(after, "StreamSpecification"));
  }
  update_settings(context, name, before, after);
  if (is_changed(before, after, "PointInTimeRecoverySpecification"))
    set_backups(context, name, property_or_null(after, "PointInTimeRecoverySpecification"));
  set_expiry(context, name, property_or_null(before, "TimeToLiveSpecification"),
             property_or_null(after, "TimeToLiveSpecification"));
  change_tags(context, {"dynamodb"}, {{"ResourceArn", resource.attributes.at("Arn")}}, before, after);
  return table_resource(context, name);
}

void delete_table(const Context& context, const Resource& resource, const Json&) {
  context.call("dynamodb", "DeleteTable", {{"TableName", resource.physical_id}});
}

// An attribute that is defined already and gets another type.
bool redefines_attribute(const Json& before, const Json& after) {
  for (const Json& definition : list_property(after, "AttributeDefinitions")) {
    for (const Json& old : list_property(before, "AttributeDefinitions")) {
      if (property_or_null(old, "AttributeName") == property_or_null(definition, "AttributeName") &&
          is_changed(old, definition, "AttributeType"))
        return true;
    }
  }
  return false;
}

constexpr std::array types_of_dynamodb{ResourceType{.name = "AWS::DynamoDB::Table",
                                                    .properties = table_properties,
                                                    .attributes = table_attributes,
                                                    .create = &create_table,
                                                    .update = &update_table,
                                                    .remove = &delete_table,
                                                    .name_property = "TableName",
                                                    .must_replace = &redefines_attribute}};

}  // namespace

std::span<const ResourceType> dynamodb_types() { return types_of_dynamodb; }

}  // namespace cloche::deploy
