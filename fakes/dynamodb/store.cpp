#include "fakes/dynamodb/store.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "embedded/fakes/dynamodb/schema.sql.h"
#include "fakes/core/arn.h"
#include "fakes/core/fault.h"
#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

std::string items_table(std::int64_t id) { return fmt::format("dynamodb_items_{}", id); }
std::string index_table(std::int64_t id, std::int64_t storage) {
  return fmt::format("dynamodb_index_{}_{}", id, storage);
}
std::string expiry_table(std::int64_t id) { return fmt::format("dynamodb_expiry_{}", id); }

void write_sql(TableDefinition& table) {
  const std::string items = items_table(table.id);
  auto& sql = table.sql;
  const std::string range =
      fmt::format("SELECT key, item, size FROM {} WHERE key >= ?1 AND key < ?2 ORDER BY key", items);
  sql.ascending = range;
  sql.descending = range + " DESC";
  sql.put = fmt::format(
      "INSERT INTO {} VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET item = excluded.item, size = "
      "excluded.size",
      items);
  sql.remove = fmt::format("DELETE FROM {} WHERE key = ?1", items);
  sql.count = fmt::format("SELECT count(*), total(size) FROM {}", items);
  sql.find = fmt::format("SELECT item, size FROM {} WHERE key = ?1", items);
  sql.find_size = fmt::format("SELECT size FROM {} WHERE key = ?1", items);
  const std::string expiry = expiry_table(table.id);
  sql.put_expiry = fmt::format("INSERT OR REPLACE INTO {} VALUES (?1, ?2)", expiry);
  sql.remove_expiry = fmt::format("DELETE FROM {} WHERE expires = ?1 AND item_key = ?2", expiry);
  sql.first_expiry = fmt::format("SELECT expires FROM {} ORDER BY expires LIMIT 1", expiry);
  sql.due_expiry =
      fmt::format("SELECT item_key FROM {} WHERE expires <= ?1 ORDER BY expires, item_key LIMIT ?2", expiry);
  for (IndexDefinition& index : table.indexes) {
    const std::string entries = index_table(table.id, index.storage);
    const std::string joined = fmt::format(
        "SELECT entry.key, item.item, entry.size FROM {} AS entry CROSS JOIN {} AS item ON item.key = "
        "entry.item_key "
        "WHERE entry.key >= ?1 AND entry.key < ?2 ORDER BY entry.key",
        entries, items);
    index.sql.ascending = joined;
    index.sql.descending = joined + " DESC";
    index.sql.put = fmt::format("INSERT OR REPLACE INTO {} VALUES (?1, ?2, ?3)", entries);
    index.sql.remove = fmt::format("DELETE FROM {} WHERE key = ?1", entries);
    index.sql.count = fmt::format("SELECT count(*), total(size) FROM {}", entries);
  }
}

void make_items_table(Database& database, std::int64_t id) {
  database.execute(fmt::format(
      "CREATE TABLE {} (key BLOB PRIMARY KEY, item TEXT NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID",
      items_table(id)));
}

void make_index_table(Database& database, std::int64_t id, std::int64_t storage) {
  database.execute(fmt::format(
      "CREATE TABLE {} (key BLOB PRIMARY KEY, item_key BLOB NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID",
      index_table(id, storage)));
}

void make_expiry_table(Database& database, std::int64_t id) {
  database.execute(fmt::format(
      "CREATE TABLE {} (expires INTEGER, item_key BLOB, PRIMARY KEY (expires, item_key)) WITHOUT ROWID",
      expiry_table(id)));
}

// SQLite can't drop a table of which a statement is kept: the caller forgets them first.
void drop(Database& database, const std::string& table) {
  database.execute(fmt::format("DROP TABLE {}", table));
}

// Gives each index of the document that has none a number for its SQLite table, and forgets those of indexes
// that went.
void number_indexes(Json& document) {
  const Json before = document.value("Storage", Json::object());
  auto last = document.value("LastStorage", std::int64_t{0});
  Json storage = Json::object();
  for (const char* member : {"LocalSecondaryIndexes", "GlobalSecondaryIndexes"}) {
    const Json& table = document.at("Table");
    if (!table.contains(member)) continue;
    for (const Json& index : table.at(member)) {
      const auto& name = index.at("IndexName").get_ref<const std::string&>();
      storage[name] = before.contains(name) ? before.at(name) : Json(++last);
    }
  }
  document["Storage"] = std::move(storage);
  document["LastStorage"] = last;
}

bool has_index(const TableDefinition& table, std::int64_t storage) {
  for (const IndexDefinition& index : table.indexes) {
    if (index.storage == storage) return true;
  }
  return false;
}

Statistics read_statistics(Database& database, const std::string& sql) {
  Statement row = database.prepare(sql);
  row.step();
  return {row.integer(0), row.integer(1)};
}

}  // namespace

Schema store_schema() {
  static constexpr std::array steps{dynamodb_schema};
  return {"dynamodb", steps};
}

namespace {

// Since a table's ARN may stand for its name, the model does not look at it. The words are those from before
// (assumed).
void check_name(std::string_view name) {
  if (name.starts_with("arn:")) return;
  const auto broken = [&](std::string_view constraint) {
    return validation_error(fmt::format(
        "1 validation error detected: Value '{}' at 'tableName' failed to satisfy constraint: Member must {}",
        name, constraint));
  };
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  };
  if (!std::ranges::all_of(name, is_allowed))
    throw broken("satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
  if (name.size() < 3) throw broken("have length greater than or equal to 3");
  if (name.size() > 255) throw broken("have length less than or equal to 255");
}

// What an operation on a table says of an ARN that names none of its tables (seen in 2026); what it says of
// an ARN of something else is assumed.
ApiError table_of_arn_not_found(std::string_view text, std::string_view region, std::string_view account) {
  const auto arn = Arn::parse(text);
  constexpr std::string_view prefix = "table/";
  const auto invalid = [&](std::string_view part) {
    return validation_error(fmt::format("1 validation error detected: Invalid {} in '{}'", part, text));
  };
  if (!arn || arn->service != "dynamodb" || !arn->resource.starts_with(prefix) ||
      arn->resource.find('/', prefix.size()) != std::string::npos)
    return invalid("resource type");
  if (arn->region != region) return invalid("AWS region");
  if (arn->account != account) return {"AccessDeniedException", "Access is denied"};
  return table_not_found(std::string_view(arn->resource).substr(prefix.size()));
}

}  // namespace

// What has been read of this account's tables. Dropped with a roll-back.
struct Store::Cache {
  using Tables = std::map<std::string, std::unique_ptr<TableDefinition>, std::less<>>;
  std::map<std::string, Tables, std::less<>> regions;
  std::unordered_map<std::int64_t, std::map<std::int64_t, Statistics>>
      statistics;  // table → storage of index, 0: itself
};

KeyRange KeyRange::with_prefix(std::string prefix, bool descending) {
  KeyRange range{prefix, std::move(prefix), descending};
  // The first key that does not begin with the prefix: the last byte that can be raised is raised.
  while (!range.to.empty() && range.to.back() == '\xff') range.to.pop_back();
  if (range.to.empty()) {
    range.to = end_of_keys;
  } else {
    range.to.back() = static_cast<char>(static_cast<unsigned char>(range.to.back()) + 1);
  }
  return range;
}

void KeyRange::start_after(std::string_view key) {
  if (descending) {
    if (key < to) to = std::string(key);
  } else if (key >= from) {
    from = std::string(key) + '\0';
  }
}

const TableDefinition* Store::find_table(std::string_view name_or_arn) {
  std::string_view name = name_or_arn;
  std::optional<Arn> arn;
  if (name_or_arn.starts_with("arn:")) {
    arn = Arn::parse(name_or_arn);
    constexpr std::string_view prefix = "table/";
    const bool mine =
        arn && arn->service == "dynamodb" && arn->region == region_ && arn->account == account_.number();
    if (!mine || !arn->resource.starts_with(prefix)) return nullptr;
    name = std::string_view(arn->resource).substr(prefix.size());
  }
  auto& regions = account_.cache<Cache>().regions;
  if (const auto region = regions.find(region_); region != regions.end()) {
    if (const auto found = region->second.find(name); found != region->second.end())
      return found->second.get();
  }
  Statement row = account_.database().query(
      "SELECT id, definition FROM dynamodb_table WHERE region = ?1 AND name = ?2", region_, name);
  if (!row.step()) return nullptr;
  return &keep(std::make_unique<TableDefinition>(
      TableDefinition::parse(row.integer(0), std::string(region_), Json::parse(row.text(1)))));
}

const TableDefinition& Store::keep(std::unique_ptr<TableDefinition> table) {
  write_sql(*table);
  auto& kept = account_.cache<Cache>().regions[std::string(region_)][table->name];
  kept = std::move(table);
  return *kept;
}

const TableDefinition& Store::table(std::string_view name_or_arn) {
  const TableDefinition* found = find_table(name_or_arn);
  if (found != nullptr) return *found;
  if (!name_or_arn.starts_with("arn:")) throw table_not_found(name_or_arn);
  throw table_of_arn_not_found(name_or_arn, region_, account_.number());
}

const TableDefinition& Store::table_with_items(std::string_view name_or_arn) {
  check_name(name_or_arn);
  const TableDefinition* found = find_table(name_or_arn);
  if (found == nullptr || found->status == "CREATING" || found->status == "DELETING")
    throw resource_not_found();
  return *found;
}

std::vector<std::string> Store::table_names(std::string_view start, std::int64_t limit) {
  Statement row = account_.database().query(
      "SELECT name FROM dynamodb_table WHERE region = ?1 AND name > ?2 ORDER BY name LIMIT ?3", region_,
      start, limit);
  std::vector<std::string> names;
  while (row.step()) names.push_back(row.string(0));
  return names;
}

std::int64_t Store::table_count() {
  Statement row = account_.database().query("SELECT count(*) FROM dynamodb_table WHERE region = ?1", region_);
  row.step();
  return row.integer(0);
}

std::vector<const TableDefinition*> Store::tables() {
  std::vector<const TableDefinition*> all;
  for (const std::string& name : table_names("", -1)) all.push_back(find_table(name));
  return all;
}

const TableDefinition& Store::create_table(std::string_view name, Json document) {
  number_indexes(document);
  Database& database = account_.database();
  const std::string text = document.dump();
  database.run("INSERT INTO dynamodb_table (region, name, definition) VALUES (?1, ?2, ?3)", region_, name,
               text);
  const std::int64_t id = database.last_insert_id();
  auto table = std::make_unique<TableDefinition>(
      TableDefinition::parse(id, std::string(region_), std::move(document)));
  make_items_table(database, id);
  for (const IndexDefinition& index : table->indexes) make_index_table(database, id, index.storage);
  if (!table->ttl_attribute.empty()) make_expiry_table(database, id);
  return keep(std::move(table));
}

const TableDefinition& Store::save_table(const TableDefinition& before, Json document) {
  number_indexes(document);
  Database& database = account_.database();
  const std::string text = document.dump();
  database.run("UPDATE dynamodb_table SET definition = ?2 WHERE id = ?1", before.id, text);
  auto table = std::make_unique<TableDefinition>(
      TableDefinition::parse(before.id, before.region, std::move(document)));
  for (const IndexDefinition& index : table->indexes) {
    if (!has_index(before, index.storage)) make_index_table(database, table->id, index.storage);
  }
  for (const IndexDefinition& index : before.indexes) {
    if (!has_index(*table, index.storage)) drop(database, index_table(table->id, index.storage));
  }
  if (before.ttl_attribute != table->ttl_attribute) {
    if (!before.ttl_attribute.empty()) drop(database, expiry_table(table->id));
    if (!table->ttl_attribute.empty()) make_expiry_table(database, table->id);
  }
  written(before);
  return keep(std::move(table));
}

void Store::drop_table(const TableDefinition& table) {
  Database& database = account_.database();
  for (const IndexDefinition& index : table.indexes) drop(database, index_table(table.id, index.storage));
  if (!table.ttl_attribute.empty()) drop(database, expiry_table(table.id));
  drop(database, items_table(table.id));
  database.run("DELETE FROM dynamodb_tag WHERE arn = ?1", table.arn);
  database.run("DELETE FROM dynamodb_table WHERE id = ?1", table.id);
  database.forget_statements();
  written(table);
  account_.cache<Cache>().regions[std::string(region_)].erase(table.name);
}

void Store::written(const TableDefinition& table) { account_.cache<Cache>().statistics.erase(table.id); }

Statistics Store::statistics(const TableDefinition& table) {
  auto& known = account_.cache<Cache>().statistics[table.id];
  const auto [at, is_new] = known.try_emplace(0);
  if (is_new) at->second = read_statistics(account_.database(), table.sql.count);
  return at->second;
}

Statistics Store::statistics(const TableDefinition& table, const IndexDefinition& index) {
  auto& known = account_.cache<Cache>().statistics[table.id];
  const auto [at, is_new] = known.try_emplace(index.storage);
  if (is_new) at->second = read_statistics(account_.database(), index.sql.count);
  return at->second;
}

std::optional<StoredItem> Store::find_item(const TableDefinition& table, std::string_view key) {
  Statement row = account_.database().query(table.sql.find, Blob{key});
  if (!row.step()) return std::nullopt;
  return StoredItem{row.string(0), row.integer(1)};
}

std::optional<std::int64_t> Store::find_item_size(const TableDefinition& table, std::string_view key) {
  Statement row = account_.database().query(table.sql.find_size, Blob{key});
  return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

void Store::put_item(const TableDefinition& table, std::string_view key, std::string_view text,
                     std::int64_t size) {
  account_.database().run(table.sql.put, Blob{key}, text, size);
  written(table);
}

bool Store::delete_item(const TableDefinition& table, std::string_view key) {
  written(table);
  return account_.database().run(table.sql.remove, Blob{key}) != 0;
}

Cursor Store::items(const TableDefinition& table, KeyRange range) {
  auto kept = std::make_unique<KeyRange>(std::move(range));
  const std::string& sql = kept->descending ? table.sql.descending : table.sql.ascending;
  Statement rows = account_.database().query(sql, Blob{kept->from}, Blob{kept->to});
  return {std::move(rows), std::move(kept)};
}

void Store::put_entry(const TableDefinition& table, const IndexDefinition& index, std::string_view key,
                      std::string_view item_key, std::int64_t size) {
  account_.database().run(index.sql.put, Blob{key}, Blob{item_key}, size);
  written(table);
}

void Store::delete_entry(const TableDefinition& table, const IndexDefinition& index, std::string_view key) {
  account_.database().run(index.sql.remove, Blob{key});
  written(table);
}

Cursor Store::entries(const TableDefinition&, const IndexDefinition& index, KeyRange range) {
  auto kept = std::make_unique<KeyRange>(std::move(range));
  const std::string& sql = kept->descending ? index.sql.descending : index.sql.ascending;
  Statement rows = account_.database().query(sql, Blob{kept->from}, Blob{kept->to});
  return {std::move(rows), std::move(kept)};
}

void Store::put_expiry(const TableDefinition& table, std::int64_t expires, std::string_view item_key) {
  account_.database().run(table.sql.put_expiry, expires, Blob{item_key});
}

void Store::delete_expiry(const TableDefinition& table, std::int64_t expires, std::string_view item_key) {
  account_.database().run(table.sql.remove_expiry, expires, Blob{item_key});
}

std::optional<std::int64_t> Store::first_expiry(const TableDefinition& table) {
  Statement row = account_.database().prepare(table.sql.first_expiry);
  return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

std::vector<std::string> Store::expired(const TableDefinition& table, std::int64_t now, std::int64_t limit) {
  Statement row = account_.database().query(table.sql.due_expiry, now, limit);
  std::vector<std::string> keys;
  while (row.step()) keys.push_back(row.string(0));
  return keys;
}

std::vector<std::pair<std::string, std::string>> Store::tags(std::string_view arn) {
  Statement row =
      account_.database().query("SELECT key, value FROM dynamodb_tag WHERE arn = ?1 ORDER BY key", arn);
  std::vector<std::pair<std::string, std::string>> all;
  while (row.step()) all.emplace_back(row.string(0), row.string(1));
  return all;
}

void Store::put_tag(std::string_view arn, std::string_view key, std::string_view value) {
  account_.database().run("INSERT OR REPLACE INTO dynamodb_tag VALUES (?1, ?2, ?3)", arn, key, value);
}

void Store::delete_tag(std::string_view arn, std::string_view key) {
  account_.database().run("DELETE FROM dynamodb_tag WHERE arn = ?1 AND key = ?2", arn, key);
}

std::optional<std::string> Store::transaction_request(std::string_view token) {
  Statement row = account_.database().query(
      "SELECT request FROM dynamodb_transaction WHERE region = ?1 AND token = ?2 AND expires > ?3", region_,
      token, to_millis(account_.clock().now()));
  return row.step() ? row.optional_string(0) : std::nullopt;
}

void Store::remember_transaction(std::string_view token, std::string_view request, Time expires) {
  Database& database = account_.database();
  database.run("DELETE FROM dynamodb_transaction WHERE expires <= ?1", to_millis(account_.clock().now()));
  database.run("INSERT OR REPLACE INTO dynamodb_transaction VALUES (?1, ?2, ?3, ?4)", region_, token, request,
               to_millis(expires));
}

std::int64_t setting(Account& account, std::string_view name, std::int64_t otherwise) {
  Statement row = account.database().query("SELECT value FROM dynamodb_setting WHERE name = ?1", name);
  return row.step() ? row.integer(0) : otherwise;
}

void set_setting(Account& account, std::string_view name, std::int64_t value) {
  account.database().run("INSERT OR REPLACE INTO dynamodb_setting VALUES (?1, ?2)", name, value);
}

}  // namespace cloche::dynamodb
