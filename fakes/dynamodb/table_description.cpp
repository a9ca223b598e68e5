#include "fakes/dynamodb/table_description.h"

#include <fmt/core.h>

#include "fakes/core/arn.h"
#include "fakes/dynamodb/throughput_change.h"

namespace cloche::dynamodb {

namespace {

Json describe_index(const wire::Structure& request, std::string_view table_arn) {
  const std::string& name = request.string("IndexName");
  return {{"IndexName", name},
          {"IndexArn", fmt::format("{}/index/{}", table_arn, name)},
          {"KeySchema", request.json("KeySchema")},
          {"Projection", request.json("Projection")}};
}

// They are counted by the UTC day of the last.
void show_decreases_of_today(Json& throughput, Time now) {
  throughput["NumberOfDecreasesToday"] = decreases_on_day(throughput, now);
}

}  // namespace

Json describe(Store& store, const TableDefinition& table) {
  Json description = table.description();
  const Statistics counts = store.statistics(table);
  description["ItemCount"] = counts.count;
  description["TableSizeBytes"] = counts.bytes;
  const Time now = store.account().clock().now();
  show_decreases_of_today(description["ProvisionedThroughput"], now);
  for (const char* member : {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}) {
    const auto indexes = description.find(member);
    if (indexes == description.end()) continue;
    for (Json& index : *indexes) {
      const Statistics entries =
          store.statistics(table, *table.index(index["IndexName"].get_ref<const std::string&>()));
      index["ItemCount"] = entries.count;
      index["IndexSizeBytes"] = entries.bytes;
      if (index.contains("ProvisionedThroughput"))
        show_decreases_of_today(index["ProvisionedThroughput"], now);
    }
  }
  return description;
}

Json describe_throughput(const Json* throughput) {
  Json description{{"NumberOfDecreasesToday", 0}, {"ReadCapacityUnits", 0}, {"WriteCapacityUnits", 0}};
  if (throughput != nullptr) description.update(*throughput);
  return description;
}

Json describe_local_index(const wire::Structure& request, std::string_view table_arn) {
  return describe_index(request, table_arn);
}

Json describe_global_index(const wire::Structure& request, std::string_view table_arn) {
  Json index = describe_index(request, table_arn);
  const Json* throughput = request.find_json("ProvisionedThroughput");
  index["IndexStatus"] = "CREATING";
  index["ProvisionedThroughput"] = describe_throughput(throughput);
  if (const Json* on_demand = request.find_json("OnDemandThroughput"))
    index["OnDemandThroughput"] = *on_demand;
  index["WarmThroughput"] = describe_warm_throughput(request.find_json("WarmThroughput"),
                                                     index["ProvisionedThroughput"], throughput == nullptr);
  return index;
}

Json describe_encryption(const wire::Structure& specification, std::string_view region,
                         std::string_view account) {
  if (!specification.boolean_or("Enabled", false)) return nullptr;
  const std::string* key = specification.find_string("KMSMasterKeyId");
  const std::string name = key != nullptr ? *key : "alias/aws/dynamodb";
  const bool is_arn = name.starts_with("arn:");
  const bool is_alias = name.starts_with("alias/");
  const std::string arn = is_arn ? name : make_arn("kms", region, account, is_alias ? name : "key/" + name);
  return {{"Status", "ENABLED"}, {"SSEType", "KMS"}, {"KMSMasterKeyArn", arn}};
}

Json describe_warm_throughput(const Json* requested, const Json& throughput, bool on_demand) {
  // 12,000 reads and 4,000 writes a second are what an on-demand table begins with (Developer Guide, "Warm
  // throughput").
  Json warm{{"ReadUnitsPerSecond", on_demand ? Json(12000) : throughput.at("ReadCapacityUnits")},
            {"WriteUnitsPerSecond", on_demand ? Json(4000) : throughput.at("WriteCapacityUnits")},
            {"Status", "ACTIVE"}};
  if (requested != nullptr) warm.update(*requested);
  return warm;
}

}  // namespace cloche::dynamodb
