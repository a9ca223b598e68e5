#pragma once
// Writes an item, and all that follows from it in the same transaction: the entries of the table's indexes,
// its expiry, the record of the table's stream. Every write of an item goes through here, whichever operation
// asks for it.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/dynamodb/store.h"

namespace cloche::dynamodb {

/// An item as it was or is to be. One that was read is parsed when it is first looked into.
class ItemVersion {
 public:
  explicit ItemVersion(StoredItem stored) : stored_(std::move(stored)) {}
  /// `item` is an item in normal form, in the second form one that outlives the version.
  static ItemVersion of(Json item);
  static ItemVersion of(const Json* item);

  const Json& item() const;
  const std::string& text() const { return stored_.text; }  // JSON, as it is kept
  std::int64_t size() const { return stored_.size; }        // bytes, as DynamoDB counts them

 private:
  StoredItem stored_;
  const Json* borrowed_ = nullptr;
  mutable std::optional<Json> item_;
};

/// nullopt where there is no item of that key.
std::optional<ItemVersion> find_version(Store& store, const TableDefinition& table, std::string_view key);

/// Whether a write must know what the item was before; if not, write_item() may be given no `before`.
bool follows_changes(const TableDefinition& table);

/// From `before` to `after`; null where there is no item. `expired` says that its time to live was over. A
/// write that changes nothing leaves no record in the stream, as in the real service.
void write_item(Store& store, const TableDefinition& table, std::string_view key, const ItemVersion* before,
                const ItemVersion* after, bool expired = false);

}  // namespace cloche::dynamodb
