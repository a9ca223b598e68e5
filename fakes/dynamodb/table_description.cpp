#include "fakes/dynamodb/table_description.h"

#include <fmt/core.h>

#include <algorithm>

#include "fakes/dynamodb/capacity_rules.h"
#include "fakes/dynamodb/throughput_change.h"

namespace cloche::dynamodb {

namespace {

Json describe_index(const wire::Structure& request, std::string_view table_arn) {
  const std::string& name = request.string("IndexName");
  Json index{{"IndexName", name},
             {"IndexArn", fmt::format("{}/index/{}", table_arn, name)},
             {"KeySchema", request.json("KeySchema")},
             {"Projection", request.json("Projection")}};
  if (const auto names = index["Projection"].find("NonKeyAttributes"); names != index["Projection"].end())
    std::sort(names->begin(), names->end());
  return index;
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

Json in_order_of_names(Json definitions) {
  std::sort(definitions.begin(), definitions.end(), [](const Json& one, const Json& other) {
    return one.at("AttributeName") < other.at("AttributeName");
  });
  return definitions;
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
  if (const Json* on_demand = request.find_json("OnDemandThroughput"); on_demand && !on_demand->empty())
    index["OnDemandThroughput"] = *on_demand;
  index["WarmThroughput"] = describe_warm_throughput(request.find_json("WarmThroughput"),
                                                     index["ProvisionedThroughput"], throughput == nullptr);
  return index;
}

}  // namespace cloche::dynamodb
