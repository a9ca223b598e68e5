#pragma once
// What a table is: its keys, its indexes, its settings. The truth is one JSON document, kept in the table's
// row; the other members are read from it once, so that an operation on an item need not search JSON. The
// document has
//
//   Table         a TableDescription as DescribeTable answers it, without the counts; times in milliseconds
//   After         the description that it will have when the change that is under way is finished, see
//   table_status.h TimeToLive    a TimeToLiveDescription, where time to live was ever enabled Stream the id
//   of the stream that is written, in the StreamLog Storage       the number of the SQLite table of each
//   index, by the index's name; LastStorage is the highest ever used
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"

namespace cloche::dynamodb {

struct KeyAttribute {
  std::string name;
  char type = 'S';  // 'S', 'N' or 'B'
};

/// The key of a table or an index. A table and a local index have one hash attribute and at most one range
/// attribute; a global index may have up to four of each.
struct KeyDefinition {
  std::vector<KeyAttribute> hash;
  std::vector<KeyAttribute> range;

  std::size_t size() const { return hash.size() + range.size(); }
  /// nullptr where `name` is not part of it.
  const KeyAttribute* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
};

enum class ProjectionType : std::uint8_t { all, keys_only, include };

/// SQL that reads one SQLite table of items or index entries; written by the store when it reads the
/// definition.
struct RangeSql {
  std::string ascending;  // keys from ?1 (inclusive) to ?2 (exclusive)
  std::string descending;
  std::string put;
  std::string remove;
  std::string count;
};

struct IndexDefinition {
  std::string name;
  std::string arn;
  bool global = false;
  KeyDefinition key;
  ProjectionType projection = ProjectionType::all;
  std::vector<std::string> projected;  // `include`: the attributes beside the keys
  std::string status = "ACTIVE";       // a local index is always active
  bool backfilling = false;
  std::int64_t storage = 0;  // its SQLite table is dynamodb_index_<table id>_<storage>
  RangeSql sql;

  /// Whether the attribute is part of what the index shows of an item; `table` is the key of its table.
  bool projects(const KeyDefinition& table_key, std::string_view attribute) const;
};

struct TableDefinition {
  std::int64_t id = 0;
  std::string region;
  Json document;  // the truth, see above

  std::string name;
  std::string arn;
  std::string status;
  KeyDefinition key;
  std::vector<IndexDefinition>
      indexes;  // the local ones, then the global ones, each in the order of the description
  bool on_demand = false;
  bool deletion_protection = false;
  std::int64_t stream_id = 0;  // in the StreamLog; 0: no stream is written
  std::string ttl_attribute;   // "": time to live is not enabled

  struct Sql : RangeSql {
    std::string find, find_size, put_expiry, remove_expiry, first_expiry, due_expiry;
  } sql;

  /// Reads `document`; a Fault where it is not a definition.
  static TableDefinition parse(std::int64_t id, std::string region, Json document);

  const Json& description() const { return document["Table"]; }
  Json& description() { return document["Table"]; }
  /// nullptr where there is none of that name.
  const IndexDefinition* index(std::string_view index_name) const;
};

}  // namespace cloche::dynamodb
