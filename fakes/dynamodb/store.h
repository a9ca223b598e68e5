#pragma once
// The tables of DynamoDB in the account's database, and the only SQL of this service. A table's rows are
// found by encoded keys (key.h), whose bytes sort as DynamoDB sorts; the store knows nothing of what
// an item holds. It keeps no counts: they are taken when they are asked for, and remembered until the next
// write.
//
// A Store is a view of an account and a region, made for a call and thrown away. A TableDefinition that it
// hands out lives in the account's cache: until that table is saved or dropped, or the unit of work ends.
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/core/json.h"
#include "fakes/dynamodb/table_definition.h"

namespace cloche::dynamodb {

/// An item as it is kept.
struct StoredItem {
  std::string text;       // JSON: name → attribute value
  std::int64_t size = 0;  // bytes, as DynamoDB counts them
};

/// The keys in [from, to). To go on after a key K: ascending from K + '\0', descending to K (start_after()).
struct KeyRange {
  std::string from;              // "": from the first
  std::string to = end_of_keys;  // exclusive
  bool descending = false;

  static constexpr const char* end_of_keys =
      "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff";
  /// All keys that begin with `prefix`.
  static KeyRange with_prefix(std::string prefix, bool descending = false);
  /// Leaves only what comes after `key` in the direction of reading; `key` itself need not exist.
  void start_after(std::string_view key);
};

/// Rows of a table or an index, in the order of their keys. What a getter answers is valid until the next
/// next().
class Cursor {
 public:
  bool next() { return statement_.step(); }
  std::string_view key() const { return statement_.text(0); }  // the key of the table or of the index entry
  std::string_view item() const {
    return statement_.text(1);
  }  // JSON text of the whole item, also from an index
  std::int64_t size() const {
    return statement_.integer(2);
  }  // of the item; in an index, of what it projects

 private:
  friend class Store;
  Cursor(Statement statement, std::unique_ptr<KeyRange> range)
      : range_(std::move(range)), statement_(std::move(statement)) {}
  std::unique_ptr<KeyRange> range_;  // what the statement has bound
  Statement statement_;
};

/// The tables of schema.sql.
Schema store_schema();

struct Statistics {
  std::int64_t count = 0;
  std::int64_t bytes = 0;
};

class Store {
 public:
  Store(Account& account, std::string_view region) : account_(account), region_(region) {}

  // ---- tables

  /// The table of that name or ARN; nullptr where there is none. An ARN of another account or region finds
  /// none.
  const TableDefinition* find_table(std::string_view name_or_arn);
  /// The same; ResourceNotFoundException where there is none ("… Table: x not found").
  const TableDefinition& table(std::string_view name_or_arn);
  /// The same for an operation on items, which needs more than a table that is being made or deleted.
  const TableDefinition& table_with_items(std::string_view name_or_arn);

  /// At most `limit` names after `start` ("": from the first), in order.
  std::vector<std::string> table_names(std::string_view start, std::int64_t limit);
  std::int64_t table_count();
  /// Every table of the account's region, in order of names.
  std::vector<const TableDefinition*> tables();

  /// Makes a table of a document (see TableDefinition), with its SQLite tables.
  const TableDefinition& create_table(std::string_view name, Json document);
  /// Keeps the changed document of a table; makes and drops the SQLite tables of indexes that came or went,
  /// and the expiry index as time to live is switched. What is new is empty: filling it is up to the caller.
  const TableDefinition& save_table(const TableDefinition& table, Json document);
  void drop_table(const TableDefinition& table);

  /// Of the table.
  Statistics statistics(const TableDefinition& table);
  Statistics statistics(const TableDefinition& table, const IndexDefinition& index);

  // ---- items

  std::optional<StoredItem> find_item(const TableDefinition& table, std::string_view key);
  /// Only its size: for who needs not look inside.
  std::optional<std::int64_t> find_item_size(const TableDefinition& table, std::string_view key);
  void put_item(const TableDefinition& table, std::string_view key, std::string_view text, std::int64_t size);
  bool delete_item(const TableDefinition& table, std::string_view key);
  Cursor items(const TableDefinition& table, KeyRange range = {});

  // ---- index entries: `key` is the index key followed by the item's key

  void put_entry(const TableDefinition& table, const IndexDefinition& index, std::string_view key,
                 std::string_view item_key, std::int64_t size);
  void delete_entry(const TableDefinition& table, const IndexDefinition& index, std::string_view key);
  Cursor entries(const TableDefinition& table, const IndexDefinition& index, KeyRange range = {});

  // ---- expiry: only where the table's time to live is enabled. Seconds since the epoch.

  void put_expiry(const TableDefinition& table, std::int64_t expires, std::string_view item_key);
  void delete_expiry(const TableDefinition& table, std::int64_t expires, std::string_view item_key);
  std::optional<std::int64_t> first_expiry(const TableDefinition& table);
  /// The keys of at most `limit` items that expired at `now` or before, the earliest first.
  std::vector<std::string> expired(const TableDefinition& table, std::int64_t now, std::int64_t limit);

  // ---- tags of a resource, by its ARN

  std::vector<std::pair<std::string, std::string>> tags(std::string_view arn);
  void put_tag(std::string_view arn, std::string_view key, std::string_view value);
  void delete_tag(std::string_view arn, std::string_view key);

  // ---- tokens of TransactWriteItems

  /// The digest of the request that came with `token`, if that was not longer ago than is remembered.
  std::optional<std::string> transaction_request(std::string_view token);
  void remember_transaction(std::string_view token, std::string_view request, Time expires);

  Account& account() const { return account_; }
  std::string_view region() const { return region_; }

 private:
  struct Cache;
  const TableDefinition& keep(std::unique_ptr<TableDefinition> table);
  void written(const TableDefinition& table);

  Account& account_;
  std::string_view region_;
};

/// A setting of the account that is Cloche's own (settings.h names them); `otherwise` where it was not set.
std::int64_t setting(Account& account, std::string_view name, std::int64_t otherwise);
void set_setting(Account& account, std::string_view name, std::int64_t value);

}  // namespace cloche::dynamodb
