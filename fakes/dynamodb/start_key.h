#pragma once
// ExclusiveStartKey: where a Query or Scan goes on. It is the key of an item, together with its key in the
// index that is read. The service checks it in several steps, with other checks between them.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "fakes/core/json.h"
#include "fakes/dynamodb/key_condition.h"
#include "fakes/dynamodb/table_definition.h"
#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

class StartKey {
 public:
  /// Of a request that has none as well: then no check does anything. `index` is nullptr where the table is
  /// read.
  explicit StartKey(const wire::Structure& request);

  bool given() const { return !key_.is_null(); }

  // Each throws ValidationException.
  /// Of a Query, before its conditions are matched with the key: the number of attributes, the hash
  /// attributes.
  void check_hash(const TableDefinition& table, const IndexDefinition* index) const;
  /// After that: the range attributes of what is read.
  void check_range(const TableDefinition& table, const IndexDefinition* index) const;
  /// Of a Scan of an index: both at once.
  void check_index(const TableDefinition& table, const IndexDefinition& index) const;
  /// The key of the table; where no index is read, that there is nothing else.
  void check_table_key(const TableDefinition& table, const IndexDefinition* index) const;
  /// Whether it lies in what a Query asks for.
  void check_bounds(const KeyQuery& query, const KeyDefinition& key) const;
  /// Whether it lies in the segment of a parallel Scan.
  void check_segment(std::int64_t segment, std::int64_t total_segments, const std::string& place) const;

  /// The bytes of the key of its item or index entry.
  std::string place(const TableDefinition& table, const IndexDefinition* index) const;

 private:
  void check_count(const TableDefinition& table, const IndexDefinition* index) const;
  void check_attribute(const KeyAttribute& attribute) const;

  Json key_;
};

}  // namespace cloche::dynamodb
