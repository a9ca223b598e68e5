#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/index_entries.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/schema_rules.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/table_description.h"
#include "fakes/dynamodb/table_status.h"
#include "fakes/dynamodb/throughput_change.h"
#include "fakes/dynamodbstreams/stream_log.h"

namespace cloche::dynamodb {

namespace {

constexpr std::int64_t max_index_units = 1'000'000'000'000;
constexpr std::size_t max_global_indexes = 20;

// The table's description while it is UPDATING, and the one to which it comes.
struct Change {
  Json now;
  Json after;
  Moments when;
};

bool has_any(const Structure& request) {
  for (const char* member :
       {"ProvisionedThroughput", "BillingMode", "StreamSpecification", "SSESpecification", "TableClass",
        "DeletionProtectionEnabled", "OnDemandThroughput", "WarmThroughput"}) {
    if (request.has(member)) return true;
  }
  return !request.structures("GlobalSecondaryIndexUpdates").empty();
}

// The one of Update, Create and Delete that is given, and its name.
std::pair<std::string, Structure> action_of(const Structure& update) {
  for (const char* action : {"Update", "Create", "Delete"}) {
    if (const auto given = update.find_structure(action)) return {action, *given};
  }
  throw invalid_parameters(
      "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
      "GlobalSecondaryIndexUpdate.Delete must "
      "not be null");
}

// What needs not know the table.
void check_request(const Structure& request) {
  for (const char* member : {"ReplicaUpdates", "MultiRegionConsistency", "GlobalTableWitnessUpdates",
                             "GlobalTableSettingsReplicationMode", "VectorIndexUpdates"}) {
    if (request.has(member)) throw not_emulated(fmt::format("UpdateTable.{}", member));
  }
  if (!has_any(request)) {
    throw validation_error(
        "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
        "GlobalSecondaryIndexUpdates or "
        "SSESpecification or ReplicaUpdates is required");
  }
  const auto throughput = request.find_structure("ProvisionedThroughput");
  if (request.string_or("BillingMode", "") == "PROVISIONED" && !throughput) {
    throw invalid_parameters("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  }
  if (throughput) check_throughput_bounds(*throughput);
  std::set<std::string> names;
  for (const auto& update : request.structures("GlobalSecondaryIndexUpdates")) {
    const std::string& name = action_of(update).second.string("IndexName");
    if (names.insert(name).second) continue;
    throw invalid_parameters(
        "Only one global secondary index update per index is allowed simultaneously. Index: " + name);
  }
  if (const auto stream = request.find_structure("StreamSpecification")) {
    check_stream(*stream);
    if (throughput) throw invalid_parameters("You cannot modify stream status while updating table IOPS");
  }
}

// What of the index updates can be said before looking at the indexes.
void check_index_updates(const Structure& request) {
  int made_or_deleted = 0;
  for (const auto& update : request.structures("GlobalSecondaryIndexUpdates")) {
    const auto [action, given] = action_of(update);
    if (action != "Update") {
      ++made_or_deleted;
    } else if (const auto throughput = given.find_structure("ProvisionedThroughput")) {
      if (throughput->integer("ReadCapacityUnits") <= max_index_units &&
          throughput->integer("WriteCapacityUnits") <= max_index_units) {
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

Json* find_index(Json& description, const std::string& name) {
  const auto indexes = description.find("GlobalSecondaryIndexes");
  if (indexes == description.end()) return nullptr;
  const auto found =
      std::ranges::find_if(*indexes, [&](const Json& index) { return index.at("IndexName") == name; });
  return found != indexes->end() ? &*found : nullptr;
}

Json& existing_index(Json& description, const std::string& name) {
  Json* index = find_index(description, name);
  if (index == nullptr) throw resource_not_found();  // assumed
  return *index;
}

// ---- throughput and billing

void set_billing_mode(Json& description, const char* mode) {
  description["BillingModeSummary"]["BillingMode"] = mode;
  description["TableThroughputModeSummary"]["TableThroughputMode"] = mode;
}

void change_to_on_demand(Change& change) {
  for (Json* description : {&change.now, &change.after}) {
    set_billing_mode(*description, "PAY_PER_REQUEST");
    (*description)["WarmThroughput"] = describe_warm_throughput(nullptr, Json(), true);
  }
  drop_throughput(change.now["ProvisionedThroughput"], change.after["ProvisionedThroughput"], change.when);
  for (const char* summary : {"BillingModeSummary", "TableThroughputModeSummary"}) {
    change.after[summary]["LastUpdateToPayPerRequestDateTime"] = to_millis(change.when.finished);
  }
  if (!change.now.contains("GlobalSecondaryIndexes")) return;
  for (Json& index : change.now["GlobalSecondaryIndexes"]) {
    Json& after = existing_index(change.after, index["IndexName"].get<std::string>());
    drop_throughput(index["ProvisionedThroughput"], after["ProvisionedThroughput"], change.when);
    index["IndexStatus"] = "UPDATING";
  }
}

// Each index needs a throughput of its own when the table begins to have one.
void check_all_indexes_provisioned(const Structure& request, const Json& description) {
  std::vector<std::string> missing;
  if (description.contains("GlobalSecondaryIndexes")) {
    for (const Json& index : description["GlobalSecondaryIndexes"])
      missing.push_back(index["IndexName"].get<std::string>());
  }
  for (const auto& update : request.structures("GlobalSecondaryIndexUpdates")) {
    const auto [action, given] = action_of(update);
    if (action != "Create") std::erase(missing, given.string("IndexName"));
  }
  if (missing.empty()) return;
  throw invalid_parameters(
      fmt::format("ProvisionedThroughput must be specified for index: {}", fmt::join(missing, ",")));
}

void change_table_throughput(const Structure& request, const TableDefinition& table, Change& change) {
  const std::string mode =
      request.string_or("BillingMode", table.on_demand ? "PAY_PER_REQUEST" : "PROVISIONED");
  const Json* throughput = request.find_json("ProvisionedThroughput");
  if (mode == "PAY_PER_REQUEST") {
    if (throughput != nullptr) {
      throw invalid_parameters(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
          "PAY_PER_REQUEST");
    }
    if (!table.on_demand) change_to_on_demand(change);
    return;
  }
  if (table.on_demand) {
    check_all_indexes_provisioned(request, change.now);
    for (Json* description : {&change.now, &change.after}) set_billing_mode(*description, "PROVISIONED");
  }
  if (throughput == nullptr) return;
  change_throughput(change.now["ProvisionedThroughput"], change.after["ProvisionedThroughput"], *throughput,
                    change.when, table.on_demand);
}

// ---- indexes

bool becomes_on_demand(const Change& change) {
  const auto billing = change.after.find("BillingModeSummary");
  return billing != change.after.end() && billing->at("BillingMode") == "PAY_PER_REQUEST";
}

void update_index(const Structure& action, bool was_on_demand, Change& change) {
  const std::string& name = action.string("IndexName");
  Json& now = existing_index(change.now, name);
  Json& after = existing_index(change.after, name);
  now["IndexStatus"] = "UPDATING";
  if (const Json* throughput = action.find_json("ProvisionedThroughput")) {
    if (becomes_on_demand(change)) throw throughput_on_demand(name);  // assumed of an index that is there
    change_throughput(now["ProvisionedThroughput"], after["ProvisionedThroughput"], *throughput, change.when,
                      was_on_demand);
  }
  if (const Json* on_demand = action.find_json("OnDemandThroughput"))
    after["OnDemandThroughput"] = *on_demand;
  if (const Json* warm = action.find_json("WarmThroughput")) after["WarmThroughput"].update(*warm);
}

std::string schema_of(const Json& definitions) {
  std::vector<std::string> elements;
  for (const Json& definition : definitions) {
    elements.push_back(fmt::format("{}:{}", definition["AttributeName"].get<std::string>(),
                                   definition["AttributeType"].get<std::string>()));
  }
  return fmt::format("[{}]", fmt::join(elements, ", "));
}

// The definitions of the table and those that the request adds; none may change its type.
Json merged_definitions(const Structure& request, const Json& existing) {
  Json merged = existing;
  for (const auto& definition : request.structures("AttributeDefinitions")) {
    const std::string& name = definition.string("AttributeName");
    const auto same =
        std::ranges::find_if(merged, [&](const Json& other) { return other["AttributeName"] == name; });
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
  return merged;
}

void create_index(const Structure& request, const Structure& action, Change& change) {
  const std::string& name = action.string("IndexName");
  const Json definitions = merged_definitions(request, change.now["AttributeDefinitions"]);
  const AttributeNames defined(definitions);
  check_global_index(action, defined, becomes_on_demand(change));
  if (const Json& table = change.now;
      find_index(change.now, name) != nullptr ||
      (table.contains("LocalSecondaryIndexes") &&
       std::ranges::any_of(table["LocalSecondaryIndexes"],
                           [&](const Json& index) { return index["IndexName"] == name; }))) {
    throw invalid_parameters("Duplicate index name: " + name);  // assumed for an index that is there already
  }
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
    throw invalid_parameters("GlobalSecondaryIndex count exceeds the per-table limit of 20");
  }
  check_all_used(change.now, defined);
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

void change_indexes(const Structure& request, const TableDefinition& table, Change& change) {
  const bool was_on_demand = table.on_demand;
  for (const auto& update : request.structures("GlobalSecondaryIndexUpdates")) {
    const auto [action, given] = action_of(update);
    if (action == "Update") update_index(given, was_on_demand, change);
    if (action == "Create") create_index(request, given, change);
    if (action == "Delete") delete_index(given, change);
  }
}

// ---- all else

void change_stream(Call& call, const Structure& specification, const TableDefinition& table, Json& document) {
  dynamodbstreams::StreamLog log(call.account, call.region);
  const bool enable = specification.boolean("StreamEnabled");
  if (enable == (table.stream_id != 0)) {
    // The words of the second are assumed.
    throw validation_error(fmt::format("Table already has {} stream: TableName: {}",
                                       enable ? "an enabled" : "a disabled", table.name));
  }
  if (!enable) {
    log.close(table.stream_id);
    document.erase("Stream");
    for (const char* description : {"Table", "After"}) document[description].erase("StreamSpecification");
    return;
  }
  const auto stream = log.open(table.arn, table.name, table.description()["KeySchema"],
                               specification.string("StreamViewType"));
  document["Stream"] = stream.id;
  for (const char* description : {"Table", "After"}) {
    document[description]["StreamSpecification"] = specification.document();
    document[description]["LatestStreamArn"] = stream.arn;
    document[description]["LatestStreamLabel"] = stream.label;
  }
}

void change_settings(Call& call, const Structure& request, Change& change) {
  if (const auto protect = request.find_boolean("DeletionProtectionEnabled")) {
    for (Json* description : {&change.now, &change.after})
      (*description)["DeletionProtectionEnabled"] = *protect;
  }
  if (const std::string* table_class = request.find_string("TableClass")) {
    change.after["TableClassSummary"] = {{"TableClass", *table_class},
                                         {"LastUpdateDateTime", to_millis(change.when.finished)}};
  }
  if (const auto encryption = request.find_structure("SSESpecification")) {
    Json description = describe_encryption(*encryption, call.region, call.account.number());
    if (description.is_null()) {
      change.after.erase("SSEDescription");
    } else {
      if (encryption->has("KMSMasterKeyId")) {
        call.report_unsupported("SSESpecification.KMSMasterKeyId is kept and the key is not used");
      }
      change.after["SSEDescription"] = std::move(description);
    }
  }
  if (const Json* on_demand = request.find_json("OnDemandThroughput")) {
    call.report_unsupported("OnDemandThroughput is kept and not enforced");
    change.after["OnDemandThroughput"] = *on_demand;
  }
  if (const Json* warm = request.find_json("WarmThroughput")) change.after["WarmThroughput"].update(*warm);
  if (request.has("ProvisionedThroughput")) {
    call.report_unsupported("ProvisionedThroughput is kept and not enforced: nothing is throttled");
  }
}

}  // namespace

Answer update_table(Call& call, const Structure& request) {
  check_request(request);
  Store store(call.account, call.region);
  const TableDefinition& table = store.table(request.string("TableName"));
  check_can_change(table);
  check_index_updates(request);
  const bool on_demand =
      request.string_or("BillingMode", table.on_demand ? "PAY_PER_REQUEST" : "") == "PAY_PER_REQUEST";
  check_on_demand_throughput(request, on_demand);

  Change change{table.description(),
                table.description(),
                {call.account.clock().now(), change_finished_at(call.account)}};
  change_table_throughput(request, table, change);
  change_indexes(request, table, change);
  change_settings(call, request, change);
  change.now["TableStatus"] = "UPDATING";

  Json document = table.document;
  document["Table"] = std::move(change.now);
  document["After"] = std::move(change.after);
  if (const auto stream = request.find_structure("StreamSpecification"))
    change_stream(call, *stream, table, document);
  const TableDefinition& changing = store.save_table(table, std::move(document));
  for (const IndexDefinition& index : changing.indexes) {
    if (index.backfilling) fill_index(store, changing, index);
  }
  Json description = describe(store, changing);
  finish_change_later(store, changing);
  return Json{{"TableDescription", std::move(description)}};
}

}  // namespace cloche::dynamodb
