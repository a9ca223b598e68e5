#include "fakes/dynamodb/schema_rules.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

constexpr std::int64_t max_capacity_units = 1'000'000'000'000;
constexpr std::size_t max_local_indexes = 5;
constexpr std::size_t max_global_indexes = 20;
constexpr std::size_t max_index_key_parts = 4;  // hash attributes of a global index, and range attributes
constexpr std::size_t max_projected = 100;

const std::string& name_of(const Json& key_element) {
  return key_element["AttributeName"].get_ref<const std::string&>();
}
bool is_hash(const Json& key_element) { return key_element["KeyType"] == "HASH"; }

std::vector<std::string> names_of(const Json& key_schema) {
  std::vector<std::string> names;
  for (const Json& element : key_schema) names.push_back(name_of(element));
  return names;
}

void check_defined(const Json& key_schema, const AttributeNames& defined) {
  const std::vector<std::string> keys = names_of(key_schema);
  if (std::ranges::all_of(keys, [&](const std::string& name) { return defined.has(name); })) return;
  throw invalid_parameters(
      fmt::format("Some index key attributes are not defined in AttributeDefinitions. Keys: [{}], "
                  "AttributeDefinitions: [{}]",
                  fmt::join(keys, ", "), fmt::join(defined.names, ", ")));
}

void check_first_is_hash(const Json& key_schema) {
  if (is_hash(key_schema[0])) return;
  throw validation_error("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
}

// HASH, or HASH and RANGE.
void check_key_order(const Json& key_schema) {
  if (key_schema.size() > 1 && key_schema[0]["AttributeName"] == key_schema[1]["AttributeName"]) {
    throw validation_error("Both the Hash Key and the Range Key element in the KeySchema have the same name");
  }
  check_first_is_hash(key_schema);
  if (key_schema.size() > 1 && is_hash(key_schema[1])) {
    throw validation_error("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  }
}

// One to four HASH, then none to four RANGE. What is said of more than two elements is assumed.
void check_global_key_order(const Json& key_schema) {
  std::set<std::string> seen;
  for (const Json& element : key_schema) {
    if (!seen.insert(name_of(element)).second) {
      throw validation_error(
          "Both the Hash Key and the Range Key element in the KeySchema have the same name");
    }
  }
  check_first_is_hash(key_schema);
  const auto hashes = static_cast<std::size_t>(std::ranges::count_if(key_schema, is_hash));
  const std::size_t ranges = key_schema.size() - hashes;
  for (std::size_t i = 0; i < key_schema.size(); ++i) {
    if (is_hash(key_schema[i]) == (i < hashes)) continue;
    throw validation_error(
        "Invalid KeySchema: All HASH key elements must come before the RANGE key elements");
  }
  if (hashes > max_index_key_parts || ranges > max_index_key_parts) {
    throw invalid_parameters(fmt::format("KeySchema may have at most {} HASH and {} RANGE key attributes",
                                         max_index_key_parts, max_index_key_parts));
  }
}

void check_projection(const wire::Structure& projection) {
  const std::string* type = projection.find_string("ProjectionType");
  if (type == nullptr) throw invalid_parameters("Unknown ProjectionType: null");
  const bool names_attributes = projection.has("NonKeyAttributes");
  if (names_attributes && *type != "INCLUDE") {
    throw invalid_parameters(fmt::format("ProjectionType is {}, but NonKeyAttributes is specified", *type));
  }
  if (!names_attributes && *type == "INCLUDE") {
    throw invalid_parameters("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  }
}

void check_new_name(const std::string& name, std::set<std::string>& index_names) {
  if (!index_names.insert(name).second) throw invalid_parameters("Duplicate index name: " + name);
}

void check_local_index(const wire::Structure& index, const AttributeNames& defined,
                       const std::string& table_hash) {
  const Json& key_schema = index.json("KeySchema");
  const std::string& name = index.string("IndexName");
  check_defined(key_schema, defined);
  check_key_order(key_schema);
  if (key_schema.size() != 2) {
    throw invalid_parameters("Index KeySchema does not have a range key for index: " + name);
  }
  if (name_of(key_schema[0]) != table_hash) {
    throw invalid_parameters(
        fmt::format("Index KeySchema does not have the same leading hash key as table KeySchema for "
                    "index: {}. index hash key: {}, table hash key: {}",
                    name, name_of(key_schema[0]), table_hash));
  }
  check_projection(index.structure("Projection"));
}

}  // namespace

AttributeNames::AttributeNames(const Json& definitions) {
  for (const Json& definition : definitions) names.push_back(name_of(definition));
}

bool AttributeNames::has(std::string_view name) const {
  return std::ranges::find(names, name) != names.end();
}

void check_throughput_bounds(const wire::Structure& throughput) {
  for (const char* member : {"ReadCapacityUnits", "WriteCapacityUnits"}) {
    const std::int64_t units = throughput.integer(member);
    if (units > max_capacity_units) {
      throw validation_error(fmt::format("Given value {} for {} is out of bounds", units, member));
    }
  }
}

void check_table_key(const Json& key_schema, const AttributeNames& defined) {
  if (key_schema.size() > defined.names.size()) {
    throw validation_error("Invalid KeySchema: Some index key attribute have no definition");
  }
  check_defined(key_schema, defined);
  check_key_order(key_schema);
}

void check_local_indexes(const wire::Structure& request, const AttributeNames& defined,
                         std::set<std::string>& index_names) {
  if (!request.has("LocalSecondaryIndexes")) return;
  const auto indexes = request.structures("LocalSecondaryIndexes");
  if (indexes.empty()) throw invalid_parameters("List of LocalSecondaryIndexes is empty");
  const Json& key_schema = request.json("KeySchema");
  if (key_schema.size() != 2) {
    throw invalid_parameters(
        "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex");
  }
  for (const auto& index : indexes) {
    check_local_index(index, defined, name_of(key_schema[0]));
    check_new_name(index.string("IndexName"), index_names);
  }
  if (indexes.size() > max_local_indexes) {
    throw invalid_parameters("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
  }
}

ApiError throughput_on_demand(std::string_view index_name) {
  return invalid_parameters(fmt::format(
      "ProvisionedThroughput should not be specified for index: {} when BillingMode is PAY_PER_REQUEST",
      index_name));
}

void check_global_index(const wire::Structure& index, const AttributeNames& defined, bool on_demand) {
  const Json& key_schema = index.json("KeySchema");
  check_defined(key_schema, defined);
  check_global_key_order(key_schema);
  check_projection(index.structure("Projection"));
  const auto throughput = index.find_structure("ProvisionedThroughput");
  const std::string& name = index.string("IndexName");
  if (on_demand && throughput) throw throughput_on_demand(name);
  if (!on_demand && !throughput) {
    throw invalid_parameters(fmt::format("ProvisionedThroughput is not specified for index: {}", name));
  }
  if (throughput) check_throughput_bounds(*throughput);
}

void check_global_indexes(const wire::Structure& request, const AttributeNames& defined, bool on_demand,
                          std::set<std::string>& index_names) {
  if (!request.has("GlobalSecondaryIndexes")) return;
  const auto indexes = request.structures("GlobalSecondaryIndexes");
  if (indexes.empty()) throw invalid_parameters("List of GlobalSecondaryIndexes is empty");
  for (const auto& index : indexes) {
    check_global_index(index, defined, on_demand);
    check_new_name(index.string("IndexName"), index_names);
  }
  if (indexes.size() > max_global_indexes) {
    throw invalid_parameters("GlobalSecondaryIndex count exceeds the per-table limit of 20");
  }
}

void check_all_used(const Json& description, const AttributeNames& defined) {
  std::vector<std::string> used;
  const auto use = [&](const Json& key_schema) {
    for (const std::string& name : names_of(key_schema)) {
      if (std::ranges::find(used, name) == used.end()) used.push_back(name);
    }
  };
  use(description.at("KeySchema"));
  bool has_indexes = false;
  for (const char* member : {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}) {
    const auto indexes = description.find(member);
    if (indexes == description.end()) continue;
    has_indexes = true;
    for (const Json& index : *indexes) use(index.at("KeySchema"));
  }
  if (used.size() == defined.names.size()) return;
  if (!has_indexes) {
    throw invalid_parameters(
        "Number of attributes in KeySchema does not exactly match number of attributes defined in "
        "AttributeDefinitions");
  }
  throw invalid_parameters(
      fmt::format("Some AttributeDefinitions are not used. AttributeDefinitions: [{}], keys used: [{}]",
                  fmt::join(defined.names, ", "), fmt::join(used, ", ")));
}

void check_projected_count(const Json& description) {
  std::size_t count = 0;
  for (const char* member : {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}) {
    const auto indexes = description.find(member);
    if (indexes == description.end()) continue;
    for (const Json& index : *indexes) {
      const Json& projection = index.at("Projection");
      if (projection.contains("NonKeyAttributes")) count += projection["NonKeyAttributes"].size();
    }
  }
  // The limit is the Developer Guide's; the words are assumed.
  if (count > max_projected) {
    throw invalid_parameters(fmt::format(
        "Number of attributes projected into all of the indexes exceeds the per-table limit of {}",
        max_projected));
  }
}

void check_stream(const wire::Structure& specification) {
  const bool enabled = specification.boolean("StreamEnabled");
  const bool has_view = specification.has("StreamViewType");
  // Both words are assumed.
  if (enabled && !has_view)
    throw invalid_parameters("StreamViewType must be specified when StreamEnabled is true");
  if (!enabled && has_view)
    throw invalid_parameters("StreamViewType must not be specified when StreamEnabled is false");
}

void check_on_demand_throughput(const wire::Structure& request, bool on_demand) {
  if (on_demand || !request.has("OnDemandThroughput")) return;
  // The words are assumed.
  throw invalid_parameters("OnDemandThroughput can only be specified when BillingMode is PAY_PER_REQUEST");
}

}  // namespace cloche::dynamodb
