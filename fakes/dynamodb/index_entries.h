#pragma once
// What an item leaves in the indexes of its table.
#include <cstdint>
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/dynamodb/store.h"

namespace cloche::dynamodb {

/// The bytes of what the index shows of the item, as DynamoDB counts them.
std::int64_t projected_size(const TableDefinition& table, const IndexDefinition& index, const Json& item);

/// Brings all indexes from what the item was to what it is; null where there is none.
void update_entries(Store& store, const TableDefinition& table, std::string_view item_key, const Json* before,
                    const Json* after);

/// Makes the entries of an index that is new. An item whose attributes can't be keys of it gets none: they
/// are of another type, empty, or too long.
void fill_index(Store& store, const TableDefinition& table, const IndexDefinition& index);

}  // namespace cloche::dynamodb
