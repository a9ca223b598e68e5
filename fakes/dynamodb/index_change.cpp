#include "fakes/dynamodb/index_change.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "fakes/dynamodb/capacity_rules.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/schema_rules.h"
#include "fakes/dynamodb/table_description.h"
#include "fakes/dynamodb/update_rules.h"

namespace cloche::dynamodb {

namespace {

using wire::Structure;

bool has_index(const Json& description, const char* kind, const std::string& name) {
  const auto indexes = description.find(kind);
  return indexes != description.end() &&
         std::ranges::any_of(*indexes, [&](const Json& index) { return index.at("IndexName") == name; });
}

void check_is_global(const Json& description, const std::string& name, std::string_view action) {
  if (has_index(description, "LocalSecondaryIndexes", name)) {
    throw validation_error(
        fmt::format("Cannot {} an index that is not a GlobalSecondaryIndex: {}", action, name));
  }
}

void update_index(const Structure& action, bool was_on_demand, Change& change) {
  const std::string& name = action.string("IndexName");
  check_is_global(change.now, name, "update");
  Json& now = existing_index(change.now, name);
  Json& after = existing_index(change.after, name);
  const bool on_demand = is_paid_by_request(change.after);
  const Json* throughput = action.find_json("ProvisionedThroughput");
  if (on_demand && (throughput != nullptr ||
                    (!is_asked(action, "OnDemandThroughput") && !is_asked(action, "WarmThroughput")))) {
    throw invalid_parameters(
        fmt::format("The only Updates for index: {} when TableThroughputMode is PAY_PER_REQUEST can be to "
                    "OnDemandThroughput, WarmThroughput",
                    name));
  }
  check_changed_on_demand_throughput(action, name, on_demand);
  check_raised_warm_throughput(action, name, now["WarmThroughput"]);
  now["IndexStatus"] = "UPDATING";
  if (throughput != nullptr) {
    change_throughput(now["ProvisionedThroughput"], after["ProvisionedThroughput"], *throughput, change.when,
                      was_on_demand, name);
    raise_warm_throughput(after, false);
  }
  if (is_asked(action, "OnDemandThroughput"))
    change_on_demand_throughput(action.json("OnDemandThroughput"), now, after);
  if (is_asked(action, "WarmThroughput")) change_warm_throughput(action.json("WarmThroughput"), now, after);
}

std::string schema_of(const Json& definitions) {
  std::vector<std::string> elements;
  for (const Json& definition : definitions) {
    elements.push_back(fmt::format("{}:{}", definition["AttributeName"].get<std::string>(),
                                   definition["AttributeType"].get<std::string>()));
  }
  return fmt::format("[{}]", fmt::join(elements, ", "));
}

// The definitions of the table and those that the request has for the key of its new index; others are not
// looked at. None may change its type.
Json merged_definitions(const Structure& request, const Json& key_schema, const Json& existing) {
  Json merged = existing;
  const auto named = [](const std::string& name) {
    return [&name](const Json& other) { return other["AttributeName"] == name; };
  };
  for (const auto& definition : request.structures("AttributeDefinitions")) {
    const std::string& name = definition.string("AttributeName");
    if (std::ranges::none_of(key_schema, named(name))) continue;
    const auto same = std::ranges::find_if(merged, named(name));
    if (same == merged.end()) {
      merged.push_back(definition.document());
    } else if ((*same)["AttributeType"] != definition.string("AttributeType")) {
      throw invalid_parameters(
          fmt::format("Attributes cannot be redefined. Please check that your attribute has the same type as "
                      "previously defined. "
                      "Existing schema: {} New schema: {}",
                      schema_of(existing), schema_of(request.json("AttributeDefinitions"))));
    }
  }
  return in_order_of_names(std::move(merged));
}

void check_new_index(const Structure& request, const Structure& action, const Change& change) {
  const std::string& name = action.string("IndexName");
  if (request.structures("AttributeDefinitions").empty())
    throw invalid_parameters(fmt::format("AttributeDefinitions is not specified for index: {}", name));
  const bool on_demand = is_paid_by_request(change.after);
  const auto throughput = action.find_structure("ProvisionedThroughput");
  if (on_demand && throughput) {
    throw invalid_parameters(
        fmt::format("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: {} when "
                    "BillingMode is PAY_PER_REQUEST",
                    name));
  }
  if (!on_demand && !throughput) {
    throw invalid_parameters(
        fmt::format("Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: {}", name));
  }
  if (throughput) check_throughput_bounds(*throughput);
  check_new_on_demand_throughput(action, name, on_demand);
  check_new_warm_throughput(action, name, describe_throughput(action.find_json("ProvisionedThroughput")),
                            on_demand);
  check_projection(action.structure("Projection"));
  if (has_index(change.now, "LocalSecondaryIndexes", name) ||
      has_index(change.now, "GlobalSecondaryIndexes", name))
    throw validation_error("Attempting to create an index which already exists");
}

void create_index(const Structure& request, const Structure& action, Change& change) {
  check_new_index(request, action, change);
  const Json& key_schema = action.json("KeySchema");
  const Json definitions = merged_definitions(request, key_schema, change.now["AttributeDefinitions"]);
  check_global_key(key_schema, AttributeNames(definitions));
  Json index = describe_global_index(action, change.now["TableArn"].get_ref<const std::string&>());
  index["Backfilling"] = true;
  for (Json* description : {&change.now, &change.after}) {
    (*description)["AttributeDefinitions"] = definitions;
    (*description)["GlobalSecondaryIndexes"].push_back(index);
  }
  Json& after = change.after["GlobalSecondaryIndexes"].back();
  after["IndexStatus"] = "ACTIVE";
  after.erase("Backfilling");
  if (change.now["GlobalSecondaryIndexes"].size() > max_global_indexes) {
    throw limit_exceeded(fmt::format(
        "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of "
        "{}",
        max_global_indexes));
  }
  check_projected_count(change.now);
}

bool is_key(const Json& description, const Json& attribute) {
  const auto has_it = [&](const Json& schema) {
    return std::ranges::any_of(schema,
                               [&](const Json& element) { return element["AttributeName"] == attribute; });
  };
  if (has_it(description["KeySchema"])) return true;
  for (const char* member : {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}) {
    if (!description.contains(member)) continue;
    for (const Json& index : description[member]) {
      if (has_it(index["KeySchema"])) return true;
    }
  }
  return false;
}

void delete_index(const Structure& action, Change& change) {
  const std::string& name = action.string("IndexName");
  check_is_global(change.now, name, "delete");
  existing_index(change.now, name)["IndexStatus"] = "DELETING";
  Json& indexes = change.after["GlobalSecondaryIndexes"];
  Json kept = Json::array();
  for (const Json& index : indexes) {
    if (index["IndexName"] != name) kept.push_back(index);
  }
  indexes = std::move(kept);
  if (indexes.empty()) change.after.erase("GlobalSecondaryIndexes");
  // Attributes that no key uses any more are no longer defined.
  Json definitions = Json::array();
  for (const Json& definition : change.after["AttributeDefinitions"]) {
    if (is_key(change.after, definition["AttributeName"])) definitions.push_back(definition);
  }
  change.after["AttributeDefinitions"] = std::move(definitions);
}

}  // namespace

void check_index_updates(const Structure& request) {
  int made_or_deleted = 0;
  for (const auto& update : request.structures("GlobalSecondaryIndexUpdates")) {
    const auto [action, given] = index_update(update);
    if (action != "Update") {
      ++made_or_deleted;
    } else if (const auto throughput = given.find_structure("ProvisionedThroughput")) {
      if (throughput->integer("ReadCapacityUnits") <= max_capacity_units &&
          throughput->integer("WriteCapacityUnits") <= max_capacity_units) {
        continue;
      }
      throw validation_error(
          "This operation cannot be performed with given input values. Please contact DynamoDB service team "
          "for more info: "
          "Action Blocked: IndexUpdate");
    }
  }
  if (made_or_deleted > 1) {
    throw limit_exceeded(
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");
  }
}

void change_indexes(const Structure& request, bool was_on_demand, Change& change) {
  for (const auto& update : request.structures("GlobalSecondaryIndexUpdates")) {
    const auto [action, given] = index_update(update);
    if (action == "Update") update_index(given, was_on_demand, change);
    if (action == "Create") create_index(request, given, change);
    if (action == "Delete") delete_index(given, change);
  }
}

}  // namespace cloche::dynamodb
