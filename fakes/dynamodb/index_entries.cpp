#include "fakes/dynamodb/index_entries.h"

#include <optional>
#include <string>

#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/key.h"

namespace cloche::dynamodb {

namespace {

// An item that could not be written now is left out (Developer Guide, "Detecting and correcting index key
// violations").
bool can_be_indexed(const IndexDefinition& index, const Json& item) {
  try {
    check_index_key(index, item);
    return true;
  } catch (const ApiError&) {
    return false;
  }
}

}  // namespace

std::int64_t projected_size(const TableDefinition& table, const IndexDefinition& index, const Json& item) {
  if (index.projection == ProjectionType::all) return static_cast<std::int64_t>(item_size(item));
  std::size_t size = 0;
  for (const auto& [name, value] : item.items()) {
    if (index.projects(table.key, name)) size += name.size() + size_of(value);
  }
  return static_cast<std::int64_t>(size);
}

void update_entries(Store& store, const TableDefinition& table, std::string_view item_key, const Json* before,
                    const Json* after) {
  for (const IndexDefinition& index : table.indexes) {
    const auto key_of = [&](const Json* item) {
      return item ? entry_key(index, table.key, *item) : std::nullopt;
    };
    const std::optional<std::string> old_key = key_of(before);
    const std::optional<std::string> new_key = key_of(after);
    if (old_key && old_key != new_key) store.delete_entry(table, index, *old_key);
    if (new_key) store.put_entry(table, index, *new_key, item_key, projected_size(table, index, *after));
  }
}

void fill_index(Store& store, const TableDefinition& table, const IndexDefinition& index) {
  Cursor items = store.items(table);
  while (items.next()) {
    const Json item = Json::parse(items.item());
    const auto key = entry_key(index, table.key, item);
    if (key && can_be_indexed(index, item)) {
      store.put_entry(table, index, *key, items.key(), projected_size(table, index, item));
    }
  }
}

}  // namespace cloche::dynamodb
