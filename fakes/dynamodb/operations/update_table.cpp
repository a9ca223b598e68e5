#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "fakes/dynamodb/capacity_rules.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/index_change.h"
#include "fakes/dynamodb/index_entries.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/table_change.h"
#include "fakes/dynamodb/table_description.h"
#include "fakes/dynamodb/table_encryption.h"
#include "fakes/dynamodb/table_status.h"
#include "fakes/dynamodb/throughput_change.h"
#include "fakes/dynamodb/update_rules.h"
#include "fakes/dynamodbstreams/stream_log.h"

namespace cloche::dynamodb {

namespace {

// ---- throughput and billing

void set_billing_mode(Json& description, const char* mode) {
  description["BillingModeSummary"]["BillingMode"] = mode;
  description["TableThroughputModeSummary"]["TableThroughputMode"] = mode;
}

// Maxima for requests do not outlive a change of the billing mode.
void change_billing_mode(Change& change, const char* mode) {
  for (Json* description : {&change.now, &change.after}) {
    set_billing_mode(*description, mode);
    description->erase("OnDemandThroughput");
    const auto indexes = description->find("GlobalSecondaryIndexes");
    if (indexes == description->end()) continue;
    for (Json& index : *indexes) index.erase("OnDemandThroughput");
  }
}

void change_to_on_demand(Change& change) {
  change_billing_mode(change, "PAY_PER_REQUEST");
  for (Json* description : {&change.now, &change.after}) raise_warm_throughput(*description, true);
  drop_throughput(change.now["ProvisionedThroughput"], change.after["ProvisionedThroughput"], change.when);
  for (const char* summary : {"BillingModeSummary", "TableThroughputModeSummary"}) {
    change.after[summary]["LastUpdateToPayPerRequestDateTime"] = to_millis(change.when.finished);
  }
  if (!change.now.contains("GlobalSecondaryIndexes")) return;
  for (Json& index : change.now["GlobalSecondaryIndexes"]) {
    Json& after = existing_index(change.after, index["IndexName"].get<std::string>());
    drop_throughput(index["ProvisionedThroughput"], after["ProvisionedThroughput"], change.when);
    raise_warm_throughput(after, true);
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
    const IndexUpdate index = index_update(update);
    if (index.action != "Create") std::erase(missing, index.name());
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
    change_billing_mode(change, "PROVISIONED");
  }
  if (throughput == nullptr) return;
  change_throughput(change.now["ProvisionedThroughput"], change.after["ProvisionedThroughput"], *throughput,
                    change.when, table.on_demand);
  raise_warm_throughput(change.after, false);
}

// ---- all else

void change_stream(Call& call, const Structure& specification, const TableDefinition& table, Json& document) {
  dynamodbstreams::StreamLog log(call.account, call.region);
  const bool enable = specification.boolean("StreamEnabled");
  if (enable == (table.stream_id != 0)) {
    throw validation_error(fmt::format("Table {}: TableName: {}",
                                       enable ? "already has an enabled stream" : "has no stream to disable",
                                       table.name));
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

void change_class(const std::string& name, Change& change) {
  // A table that was never told a class has the standard one, and goes on not to tell.
  if (name == "STANDARD" && !change.now.contains("TableClassSummary")) return;
  change.after["TableClassSummary"] = {{"TableClass", name},
                                       {"LastUpdateDateTime", to_millis(change.when.finished)}};
}

void change_encryption(Call& call, const Structure& specification, Change& change) {
  check_encryption(specification);
  const Json before = change.now.value("SSEDescription", Json());
  Json after = describe_encryption(specification, call.region, call.account.number());
  check_encryption_changes(specification, before, after);
  if (specification.has("KMSMasterKeyId"))
    call.report_unsupported("SSESpecification.KMSMasterKeyId is kept and the key is not used");
  change.now["SSEDescription"] = before.is_null() ? after : before;
  change.now["SSEDescription"]["Status"] = "UPDATING";
  change.after.erase("SSEDescription");
  if (!after.is_null()) change.after["SSEDescription"] = std::move(after);
}

void change_settings(Call& call, const Structure& request, Change& change) {
  if (const auto protect = request.find_boolean("DeletionProtectionEnabled")) {
    for (Json* description : {&change.now, &change.after})
      (*description)["DeletionProtectionEnabled"] = *protect;
  }
  if (const std::string* table_class = request.find_string("TableClass")) change_class(*table_class, change);
  if (const auto encryption = request.find_structure("SSESpecification"))
    change_encryption(call, *encryption, change);
  if (is_asked(request, "OnDemandThroughput")) {
    call.report_unsupported("OnDemandThroughput is kept and not enforced");
    change_on_demand_throughput(request.json("OnDemandThroughput"), change.now, change.after);
  }
  if (is_asked(request, "WarmThroughput"))
    change_warm_throughput(request.json("WarmThroughput"), change.now, change.after);
  if (request.has("ProvisionedThroughput"))
    call.report_unsupported("ProvisionedThroughput is kept and not enforced: nothing is throttled");
}

// The others are done at once, or show their own status.
bool makes_table_updating(const Structure& request) {
  const auto updates = request.structures("GlobalSecondaryIndexUpdates");
  return request.has("ProvisionedThroughput") || request.has("BillingMode") ||
         request.has("StreamSpecification") || request.has("TableClass") ||
         std::ranges::any_of(updates,
                             [](const Structure& update) { return index_update(update).makes_or_deletes(); });
}

}  // namespace

Answer update_table(Call& call, const Structure& request) {
  for (const char* member : {"ReplicaUpdates", "MultiRegionConsistency", "GlobalTableWitnessUpdates",
                             "GlobalTableSettingsReplicationMode", "VectorIndexUpdates"}) {
    if (request.has(member)) throw not_emulated(fmt::format("UpdateTable.{}", member));
  }
  check_table_update(request);
  Store store(call.account, call.region);
  const TableDefinition& table = store.table(request.string("TableName"));
  // Protection is set whatever else is going on.
  const bool protects = request.has("DeletionProtectionEnabled");
  const bool is_changing = table.document.contains("After");
  if (!protects || table.status == "CREATING" || table.status == "DELETING") check_can_change(table);
  check_index_updates(request);
  const bool on_demand =
      request.string_or("BillingMode", table.on_demand ? "PAY_PER_REQUEST" : "") == "PAY_PER_REQUEST";
  check_changed_on_demand_throughput(request, of_table, on_demand);
  check_raised_warm_throughput(request, of_table, table.description().at("WarmThroughput"));

  // A change that left the table ACTIVE may be under way still.
  Change change{table.description(),
                table.document.value("After", table.description()),
                {call.account.clock().now(), change_finished_at(call.account)}};
  change_table_throughput(request, table, change);
  change_indexes(request, table.on_demand, change);
  change_settings(call, request, change);
  if (makes_table_updating(request)) change.now["TableStatus"] = "UPDATING";

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
  if (description.contains("GlobalSecondaryIndexes")) {
    for (Json& index : description["GlobalSecondaryIndexes"]) {
      if (index.contains("Backfilling")) index["Backfilling"] = false;  // it does not begin at once
    }
  }
  if (!protects || !is_changing) finish_change_later(store, changing);
  return Json{{"TableDescription", std::move(description)}};
}

}  // namespace cloche::dynamodb
