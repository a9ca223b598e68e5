#include "fakes/dynamodb/start_key.h"

#include <fmt/core.h>

#include <set>

#include "fakes/core/fault.h"
#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/attribute_value_input.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/key.h"

namespace cloche::dynamodb {

namespace {

ApiError invalid() { return validation_error("The provided starting key is invalid"); }
ApiError invalid(std::string_view why) {
  return validation_error(fmt::format("The provided starting key is invalid: {}", why));
}

// Of these the service says that the starting key is invalid, of others only what is wrong (seen).
bool is_said_of_starting_key(std::string_view message) {
  return message.starts_with("Supplied AttributeValue ") ||
         message.ends_with("must have the value of true") ||
         message.ends_with("An string set  may not be empty") ||
         message.ends_with("Binary sets should not be empty");
}

const KeyDefinition& key_read(const TableDefinition& table, const IndexDefinition* index) {
  return index != nullptr ? index->key : table.key;
}

}  // namespace

StartKey::StartKey(const wire::Structure& request) {
  const Json* const key = request.find_json("ExclusiveStartKey");
  if (key == nullptr) return;
  key_ = *key;
  try {
    normalize_item(key_);
  } catch (const ApiError& error) {
    if (is_said_of_starting_key(error.message)) throw invalid(error.message);
    throw;
  }
}

void StartKey::check_count(const TableDefinition& table, const IndexDefinition* index) const {
  std::set<std::string_view> names;
  const auto take = [&](const KeyDefinition& key) {
    for (const auto& attribute : key.hash) names.insert(attribute.name);
    for (const auto& attribute : key.range) names.insert(attribute.name);
  };
  take(table.key);
  if (index != nullptr) take(index->key);
  if (key_.size() != names.size()) throw invalid();
}

void StartKey::check_attribute(const KeyAttribute& attribute) const {
  const auto value = key_.find(attribute.name);
  if (value == key_.end()) throw invalid();
  if (!is_of_type(attribute, *value)) throw key_does_not_match_schema();
}

void StartKey::check_hash(const TableDefinition& table, const IndexDefinition* index) const {
  if (!given()) return;
  check_count(table, index);
  for (const auto& attribute : key_read(table, index).hash) check_attribute(attribute);
}

void StartKey::check_range(const TableDefinition& table, const IndexDefinition* index) const {
  if (!given()) return;
  for (const auto& attribute : key_read(table, index).range) check_attribute(attribute);
}

void StartKey::check_index(const TableDefinition& table, const IndexDefinition& index) const {
  check_hash(table, &index);
  check_range(table, &index);
}

void StartKey::check_table_key(const TableDefinition& table, const IndexDefinition* index) const {
  if (!given()) return;
  Json key = key_;
  if (index != nullptr) {
    for (auto attribute = key_.begin(); attribute != key_.end(); ++attribute) {
      if (!table.key.has(attribute.key())) key.erase(attribute.key());
    }
  }
  try {
    check_key(table.key, key);
  } catch (const ApiError& error) {
    throw invalid(error.message);
  }
}

void StartKey::check_bounds(const KeyQuery& query, const KeyDefinition& key) const {
  if (!given()) return;
  bool is_same_partition = true;
  for (const auto& attribute : key.hash) {
    is_same_partition = is_same_partition && equal(key_[attribute.name], query.hash[attribute.name]);
  }
  if (query.range.empty()) {
    if (is_same_partition) return;
    throw validation_error(
        "The provided starting key is outside query boundaries based on provided conditions");
  }
  if (!meets_range(query, key_)) {
    throw validation_error("The provided starting key does not match the range key predicate");
  }
  // Seen of whatever range condition, though it fits but one of equality.
  if (!is_same_partition)
    throw validation_error("The query can return at most one row and cannot be restarted");
}

void StartKey::check_segment(std::int64_t segment, std::int64_t total_segments,
                             const std::string& place) const {
  const auto [first, last] = segment_bounds(segment, total_segments);
  if (place >= first && (last.empty() || place < last)) return;
  throw invalid(fmt::format(
      "Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: {} "
      "Segment: {}",
      total_segments, segment));
}

std::string StartKey::place(const TableDefinition& table, const IndexDefinition* index) const {
  if (index == nullptr) return item_key(table.key, key_);
  auto key = entry_key(*index, table.key, key_);
  if (!key) fail("a starting key that was checked is not in the index: {}", key_.dump());
  return std::move(*key);
}

}  // namespace cloche::dynamodb
