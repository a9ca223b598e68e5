#include <fmt/core.h>

#include <utility>

#include "fakes/dynamodb/capacity_rules.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/operations/operations.h"
#include "fakes/dynamodb/schema_rules.h"
#include "fakes/dynamodb/store.h"
#include "fakes/dynamodb/table_description.h"
#include "fakes/dynamodb/table_encryption.h"
#include "fakes/dynamodb/table_status.h"
#include "fakes/dynamodb/tags.h"
#include "fakes/dynamodbstreams/stream_log.h"

namespace cloche::dynamodb {

namespace {

constexpr std::int64_t max_tables = 2500;  // of an account in a region

bool is_on_demand(const Structure& request) {
  return request.string_or("BillingMode", "PROVISIONED") == "PAY_PER_REQUEST";
}

void check_billing(const Structure& request) {
  const auto throughput = request.find_structure("ProvisionedThroughput");
  if (is_on_demand(request)) {
    if (!throughput) return;
    throw invalid_parameters(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
        "PAY_PER_REQUEST");
  }
  if (!throughput) {
    throw invalid_parameters(
        "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
  }
  check_throughput_bounds(*throughput);
}

void check_capacities(const Structure& request, bool on_demand) {
  const auto check = [&](const Structure& of, IndexName index) {
    check_new_on_demand_throughput(of, index, on_demand);
    check_new_warm_throughput(of, index, describe_throughput(of.find_json("ProvisionedThroughput")),
                              on_demand);
  };
  check(request, of_table);
  for (const auto& index : request.structures("GlobalSecondaryIndexes"))
    check(index, index.string("IndexName"));
}

void check_new_stream(const Structure& specification) {
  const bool enabled = specification.boolean("StreamEnabled");
  if (enabled == specification.has("StreamViewType")) return;
  throw invalid_parameters(
      enabled ? "Table is being created with a stream enabled, UpdateViewType is required"
              : "Table is being created with a stream disabled, UpdateViewType should not be specified");
}

void check(const Structure& request) {
  for (const char* member : {"VectorIndexes", "GlobalTableSourceArn", "GlobalTableSettingsReplicationMode"}) {
    if (request.has(member)) throw not_emulated(fmt::format("CreateTable.{}", member));
  }
  const bool on_demand = is_on_demand(request);
  check_billing(request);
  const AttributeNames defined(request.json("AttributeDefinitions"));
  check_definitions(defined);
  check_table_key(request.json("KeySchema"), defined);
  check_index_keys(request, defined);
  check_all_used(request.document(), defined);
  check_indexes(request, on_demand);
  check_projected_count(request.document());
  check_capacities(request, on_demand);
  if (const auto stream = request.find_structure("StreamSpecification")) check_new_stream(*stream);
  if (const auto encryption = request.find_structure("SSESpecification")) check_encryption(*encryption);
  if (request.has("Tags")) check_tags(request.structures("Tags"));
}

void describe_indexes(const Structure& request, Json& table) {
  const auto& arn = table["TableArn"].get_ref<const std::string&>();
  for (const auto& index : request.structures("LocalSecondaryIndexes")) {
    table["LocalSecondaryIndexes"].push_back(describe_local_index(index, arn));
  }
  for (const auto& index : request.structures("GlobalSecondaryIndexes")) {
    table["GlobalSecondaryIndexes"].push_back(describe_global_index(index, arn));
  }
}

// The description of the table as it is being created.
Json describe_new_table(Call& call, const Structure& request) {
  const std::string& name = request.string("TableName");
  Json table{{"TableName", name},
             {"TableArn", call.arn("table/" + name)},
             {"TableId", call.account.ids().uuid()},
             {"TableStatus", "CREATING"},
             {"CreationDateTime", to_millis(call.account.clock().now())},
             {"AttributeDefinitions", in_order_of_names(request.json("AttributeDefinitions"))},
             {"KeySchema", request.json("KeySchema")},
             {"ProvisionedThroughput", describe_throughput(request.find_json("ProvisionedThroughput"))},
             {"DeletionProtectionEnabled", request.boolean_or("DeletionProtectionEnabled", false)}};
  if (is_on_demand(request)) {
    table["BillingModeSummary"] = {{"BillingMode", "PAY_PER_REQUEST"}};
    table["TableThroughputModeSummary"] = {{"TableThroughputMode", "PAY_PER_REQUEST"}};
  }
  if (const Json* on_demand = request.find_json("OnDemandThroughput"); on_demand && !on_demand->empty())
    table["OnDemandThroughput"] = *on_demand;
  table["WarmThroughput"] = describe_warm_throughput(request.find_json("WarmThroughput"),
                                                     table["ProvisionedThroughput"], is_on_demand(request));
  if (const std::string* table_class = request.find_string("TableClass")) {
    table["TableClassSummary"] = {{"TableClass", *table_class}};
  }
  if (const auto encryption = request.find_structure("SSESpecification")) {
    Json description = describe_encryption(*encryption, call.region, call.account.number());
    if (!description.is_null()) table["SSEDescription"] = std::move(description);
  }
  describe_indexes(request, table);
  return table;
}

void open_stream(Call& call, const Structure& specification, Json& document) {
  if (!specification.boolean("StreamEnabled")) return;
  Json& table = document["Table"];
  const auto stream = dynamodbstreams::StreamLog(call.account, call.region)
                          .open(table["TableArn"].get_ref<const std::string&>(),
                                table["TableName"].get_ref<const std::string&>(), table["KeySchema"],
                                specification.string("StreamViewType"));
  table["StreamSpecification"] = specification.document();
  table["LatestStreamArn"] = stream.arn;
  table["LatestStreamLabel"] = stream.label;
  document["Stream"] = stream.id;
}

// The answer has the warm throughput only where it was asked for: then it is being provided.
void show_warm_throughput(const Structure& request, Json& table) {
  const auto show = [](const Structure& asked, Json& description) {
    if (const Json* warm = asked.find_json("WarmThroughput"); warm != nullptr && !warm->empty()) {
      description["WarmThroughput"]["Status"] = "UPDATING";
    } else {
      description.erase("WarmThroughput");
    }
  };
  show(request, table);
  std::size_t place = 0;
  for (const auto& index : request.structures("GlobalSecondaryIndexes"))
    show(index, table["GlobalSecondaryIndexes"][place++]);
}

// What it becomes: all active.
Json describe_created_table(Call& call, Json table) {
  table["TableStatus"] = "ACTIVE";
  if (table.contains("GlobalSecondaryIndexes")) {
    for (Json& index : table["GlobalSecondaryIndexes"]) index["IndexStatus"] = "ACTIVE";
  }
  const std::int64_t at = to_millis(change_finished_at(call.account));
  for (const char* summary : {"BillingModeSummary", "TableThroughputModeSummary"}) {
    if (table.contains(summary)) table[summary]["LastUpdateToPayPerRequestDateTime"] = at;
  }
  return table;
}

void report_settings(const Call& call, const Structure& request) {
  if (!is_on_demand(request))
    call.report_unsupported("ProvisionedThroughput is kept and not enforced: nothing is throttled");
  if (request.has("OnDemandThroughput"))
    call.report_unsupported("OnDemandThroughput is kept and not enforced");
  if (const auto encryption = request.find_structure("SSESpecification");
      encryption && encryption->has("KMSMasterKeyId")) {
    call.report_unsupported("SSESpecification.KMSMasterKeyId is kept and the key is not used");
  }
  if (request.has("ResourcePolicy")) call.report_unsupported("ResourcePolicy is not applied");
}

}  // namespace

Answer create_table(Call& call, const Structure& request) {
  check(request);
  Store store(call.account, call.region);
  const std::string& name = request.string("TableName");
  if (name.starts_with("arn:"))
    throw validation_error("TableName can't be an ARN when a table is created");  // assumed
  if (const TableDefinition* existing = store.find_table(name)) {
    if (existing->status == "CREATING") check_can_change(*existing);
    throw resource_in_use("Table already exists: " + name);
  }
  if (store.table_count() >= max_tables) {
    throw limit_exceeded(
        fmt::format("Subscriber limit exceeded: There is a limit of {} tables per subscriber", max_tables));
  }

  Json document{{"Table", describe_new_table(call, request)}};
  if (const auto stream = request.find_structure("StreamSpecification")) open_stream(call, *stream, document);
  document["After"] = describe_created_table(call, document["Table"]);
  const TableDefinition& table = store.create_table(name, std::move(document));
  for (const auto& tag : request.structures("Tags"))
    store.put_tag(table.arn, tag.string("Key"), tag.string("Value"));
  report_settings(call, request);

  Json description = describe(store, table);
  show_warm_throughput(request, description);
  finish_change_later(store, table);
  return Json{{"TableDescription", std::move(description)}};
}

}  // namespace cloche::dynamodb
