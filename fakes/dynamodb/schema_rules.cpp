#include "fakes/dynamodb/schema_rules.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "fakes/dynamodb/capacity_rules.h"
#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

constexpr std::size_t max_local_indexes = 5;
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

// One to four HASH, then none to four RANGE.
void check_global_key_order(const Json& key_schema) {
  std::set<std::string> seen;
  for (const Json& element : key_schema) {
    if (seen.insert(name_of(element)).second) continue;
    // Of two, the words of the time before a key could have more.
    throw validation_error(
        key_schema.size() > 2
            ? "The KeySchema contains multiple key attributes with the same name"
            : "Both the Hash Key and the Range Key element in the KeySchema have the same name");
  }
  check_first_is_hash(key_schema);
  const auto hashes = static_cast<std::size_t>(std::ranges::count_if(key_schema, is_hash));
  for (std::size_t i = 0; i < key_schema.size(); ++i) {
    if (is_hash(key_schema[i]) == (i < hashes)) continue;
    throw invalid_parameters("All HASH key attributes must precede RANGE key attributes in the KeySchema");
  }
  for (const auto& [count, type] :
       {std::pair(hashes, "HASH"), std::pair(key_schema.size() - hashes, "RANGE")}) {
    if (count <= max_index_key_parts) continue;
    throw invalid_parameters(
        fmt::format("The KeySchema exceeds the maximum allowed number of {} key attributes", type));
  }
}

void check_new_name(const std::string& name, std::set<std::string>& index_names) {
  if (!index_names.insert(name).second) throw invalid_parameters("Duplicate index name: " + name);
}

void check_local_key(const wire::Structure& index, const AttributeNames& defined,
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
}

}  // namespace

AttributeNames::AttributeNames(const Json& definitions) {
  for (const Json& definition : definitions) names.push_back(name_of(definition));
}

bool AttributeNames::has(std::string_view name) const {
  return std::ranges::find(names, name) != names.end();
}

void check_definitions(const AttributeNames& defined) {
  std::set<std::string_view> seen;
  for (const std::string& name : defined.names) {
    if (!seen.insert(name).second) throw validation_error("Attribute Name is duplicated: " + name);
  }
}

void check_table_key(const Json& key_schema, const AttributeNames& defined) {
  if (key_schema.size() > defined.names.size()) {
    throw validation_error("Invalid KeySchema: Some index key attribute have no definition");
  }
  check_defined(key_schema, defined);
  check_key_order(key_schema);
}

void check_index_keys(const wire::Structure& request, const AttributeNames& defined) {
  const Json& key_schema = request.json("KeySchema");
  for (const char* list : {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}) {
    if (!request.has(list)) continue;
    const auto indexes = request.structures(list);
    if (indexes.empty()) throw invalid_parameters(fmt::format("List of {} is empty", list));
    const bool local = std::string_view(list).starts_with("Local");
    if (local && key_schema.size() != 2) {
      throw invalid_parameters(
          "Table KeySchema does not have a range key, which is required when specifying a "
          "LocalSecondaryIndex");
    }
    for (const auto& index : indexes) {
      if (local) {
        check_local_key(index, defined, name_of(key_schema[0]));
      } else {
        check_global_key(index.json("KeySchema"), defined);
      }
    }
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
  std::set<std::string> seen;
  for (const std::string& name : projection.strings("NonKeyAttributes")) {
    if (!seen.insert(name).second) throw invalid_parameters("Duplicate element in NonKeyAttributes: " + name);
  }
}

void check_global_key(const Json& key_schema, const AttributeNames& defined) {
  check_defined(key_schema, defined);
  check_global_key_order(key_schema);
}

void check_indexes(const wire::Structure& request, bool on_demand) {
  std::set<std::string> names;
  const auto local_indexes = request.structures("LocalSecondaryIndexes");
  for (const auto& index : local_indexes) {
    check_projection(index.structure("Projection"));
    check_new_name(index.string("IndexName"), names);
  }
  if (local_indexes.size() > max_local_indexes)
    throw invalid_parameters("Number of LocalSecondaryIndexes exceeds per-table limit of 5");
  const auto global_indexes = request.structures("GlobalSecondaryIndexes");
  for (const auto& index : global_indexes) {
    const std::string& name = index.string("IndexName");
    check_projection(index.structure("Projection"));
    const auto throughput = index.find_structure("ProvisionedThroughput");
    if (on_demand && throughput) {
      throw invalid_parameters(fmt::format(
          "ProvisionedThroughput should not be specified for index: {} when BillingMode is PAY_PER_REQUEST",
          name));
    }
    if (!on_demand && !throughput)
      throw invalid_parameters(fmt::format("ProvisionedThroughput is not specified for index: {}", name));
    if (throughput) check_throughput_bounds(*throughput);
    check_new_name(name, names);
  }
  if (global_indexes.size() > max_global_indexes)
    throw invalid_parameters("GlobalSecondaryIndex count exceeds the per-table limit of 20");
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

}  // namespace cloche::dynamodb
