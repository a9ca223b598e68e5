#include "fakes/dynamodb/table_definition.h"

#include <algorithm>
#include <utility>

#include "fakes/core/fault.h"

namespace cloche::dynamodb {

namespace {

KeyDefinition parse_key(const Json& schema, const Json& attributes) {
  KeyDefinition key;
  for (const Json& element : schema) {
    const auto& name = element.at("AttributeName").get_ref<const std::string&>();
    const auto of_that_name = [&](const Json& attribute) { return attribute.at("AttributeName") == name; };
    const auto attribute = std::ranges::find_if(attributes, of_that_name);
    if (attribute == attributes.end()) fail("the key attribute {} has no definition", name);
    auto& part = element.at("KeyType") == "HASH" ? key.hash : key.range;
    part.push_back({name, attribute->at("AttributeType").get_ref<const std::string&>().at(0)});
  }
  return key;
}

ProjectionType parse_projection(const std::string& type) {
  if (type == "ALL") return ProjectionType::all;
  if (type == "KEYS_ONLY") return ProjectionType::keys_only;
  if (type == "INCLUDE") return ProjectionType::include;
  fail("the projection type {} is not known", type);
}

IndexDefinition parse_index(const Json& description, const Json& document, bool global) {
  IndexDefinition index;
  index.name = description.at("IndexName").get<std::string>();
  index.arn = description.at("IndexArn").get<std::string>();
  index.global = global;
  index.key = parse_key(description.at("KeySchema"), document.at("Table").at("AttributeDefinitions"));
  const Json& projection = description.at("Projection");
  index.projection = parse_projection(projection.at("ProjectionType").get<std::string>());
  if (const auto names = projection.find("NonKeyAttributes"); names != projection.end()) {
    index.projected = names->get<std::vector<std::string>>();
  }
  index.status = description.value("IndexStatus", "ACTIVE");
  index.backfilling = description.value("Backfilling", false);
  index.storage = document.at("Storage").at(index.name).get<std::int64_t>();
  return index;
}

}  // namespace

const KeyAttribute* KeyDefinition::find(std::string_view name) const {
  for (const auto* part : {&hash, &range}) {
    for (const KeyAttribute& attribute : *part) {
      if (attribute.name == name) return &attribute;
    }
  }
  return nullptr;
}

bool IndexDefinition::projects(const KeyDefinition& table_key, std::string_view attribute) const {
  return projection == ProjectionType::all || key.has(attribute) || table_key.has(attribute) ||
         std::ranges::find(projected, attribute) != projected.end();
}

TableDefinition TableDefinition::parse(std::int64_t id, std::string region, Json document) {
  TableDefinition table;
  table.id = id;
  table.region = std::move(region);
  const Json& description = document.at("Table");
  table.name = description.at("TableName").get<std::string>();
  table.arn = description.at("TableArn").get<std::string>();
  table.status = description.at("TableStatus").get<std::string>();
  table.key = parse_key(description.at("KeySchema"), description.at("AttributeDefinitions"));
  for (const auto& [member, global] :
       {std::pair("LocalSecondaryIndexes", false), std::pair("GlobalSecondaryIndexes", true)}) {
    const auto indexes = description.find(member);
    if (indexes == description.end()) continue;
    for (const Json& index : *indexes) table.indexes.push_back(parse_index(index, document, global));
  }
  const auto billing = description.find("BillingModeSummary");
  table.on_demand = billing != description.end() && billing->at("BillingMode") == "PAY_PER_REQUEST";
  table.deletion_protection = description.value("DeletionProtectionEnabled", false);
  table.stream_id = document.value("Stream", std::int64_t{0});
  const auto ttl = document.find("TimeToLive");
  if (ttl != document.end() && ttl->at("TimeToLiveStatus") == "ENABLED") {
    table.ttl_attribute = ttl->at("AttributeName").get<std::string>();
  }
  table.document = std::move(document);
  return table;
}

const IndexDefinition* TableDefinition::index(std::string_view index_name) const {
  const auto found = std::ranges::find(indexes, index_name, &IndexDefinition::name);
  return found != indexes.end() ? &*found : nullptr;
}

}  // namespace cloche::dynamodb
