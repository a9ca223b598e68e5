#include "fakes/dynamodb/item_writer.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "fakes/core/fault.h"
#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/index_entries.h"
#include "fakes/dynamodb/key.h"
#include "fakes/dynamodb/time_to_live.h"
#include "fakes/dynamodbstreams/stream_log.h"
#include "fakes/wire/json_writer.h"

namespace cloche::dynamodb {

namespace {

bool same(const ItemVersion& a, const ItemVersion& b) {
  if (a.text() == b.text()) return true;
  if (a.item().size() != b.item().size()) return false;
  for (const auto& [name, value] : a.item().items()) {  // sets may differ in their order
    const auto other = b.item().find(name);
    if (other == b.item().end() || !equal(value, *other)) return false;
  }
  return true;
}

void append_record(Store& store, const TableDefinition& table, const ItemVersion* before,
                   const ItemVersion* after, bool expired) {
  if (before && after && same(*before, *after)) return;
  const Json key = key_of(after ? after->item() : before->item(), table.key);
  const std::string keys = key.dump();
  dynamodbstreams::Change change;
  change.keys = keys;
  change.keys_size = static_cast<std::int64_t>(item_size(key));
  if (before) {
    change.old_image = before->text();
    change.old_size = before->size();
  }
  if (after) {
    change.new_image = after->text();
    change.new_size = after->size();
  }
  change.expired = expired;
  dynamodbstreams::StreamLog(store.account(), store.region()).append(table.stream_id, change);
}

}  // namespace

ItemVersion ItemVersion::of(const Json* item) {
  const auto size = static_cast<std::int64_t>(item_size(*item));
  std::string text;
  text.reserve(static_cast<std::size_t>(2 * size));
  wire::append_json(text, *item);
  ItemVersion version({std::move(text), size});
  version.borrowed_ = item;
  return version;
}

ItemVersion ItemVersion::of(Json item) {
  ItemVersion version = of(&item);
  version.borrowed_ = nullptr;
  version.item_ = std::move(item);
  return version;
}

const Json& ItemVersion::item() const {
  if (borrowed_ != nullptr) return *borrowed_;
  if (!item_) item_ = Json::parse(stored_.text);
  return *item_;
}

std::optional<ItemVersion> find_version(Store& store, const TableDefinition& table, std::string_view key) {
  auto stored = store.find_item(table, key);
  return stored ? std::optional(ItemVersion(std::move(*stored))) : std::nullopt;
}

bool follows_changes(const TableDefinition& table) {
  return !table.indexes.empty() || table.stream_id != 0 || !table.ttl_attribute.empty();
}

void write_item(Store& store, const TableDefinition& table, std::string_view key, const ItemVersion* before,
                const ItemVersion* after, bool expired) {
  if (after) {
    store.put_item(table, key, after->text(), after->size());
  } else {
    store.delete_item(table, key);
  }
  if (!follows_changes(table) || (!before && !after)) return;
  const Json* old_item = before ? &before->item() : nullptr;
  const Json* new_item = after ? &after->item() : nullptr;
  update_entries(store, table, key, old_item, new_item);
  if (!table.ttl_attribute.empty()) update_expiry(store, table, key, old_item, new_item);
  if (table.stream_id != 0) append_record(store, table, before, after, expired);
}

}  // namespace cloche::dynamodb
