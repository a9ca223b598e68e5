#pragma once
// The keys of items and index entries as bytes, which SQLite compares (memcmp) and so keeps in DynamoDB's
// order:
//
//   item of a table      hash prefix ‖ hash attribute ‖ range attribute
//   entry of an index    hash prefix ‖ hash attributes ‖ range attributes ‖ [tie, if global] ‖ key of the
//   item
//
// The hash prefix is the beginning of the MD5 of "Outliers" and the hash attribute's bytes. It is what the
// real service orders a scan by, and cuts segments by; entries of a global index that have the same key come
// in the order of the same function of their items' keys, the tie. (Both seen from the order in which the
// service answers; the numbers' bytes are those of Number::encode.) The entries of a local index that have
// the same key come in the order of their items.
//
// Each attribute's bytes end themselves: no value's are the beginning of another's.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "fakes/core/api_error.h"
#include "fakes/core/json.h"
#include "fakes/dynamodb/table_definition.h"

namespace cloche::dynamodb {

inline constexpr std::size_t max_hash_key_size = 2048;
inline constexpr std::size_t max_range_key_size = 1024;

// ---- checks: whether values are a key. Each throws ValidationException

/// Whether a value is an empty string or binary, and what is said of a key that is; of a table's, or of an
/// index's.
bool is_empty(const Json& value);
ApiError empty_key(const KeyAttribute& attribute, std::string_view index_name = "");

/// Of a request's Key: it has exactly the attributes of the table's key, of the right types, neither empty
/// nor too long.
void check_key(const KeyDefinition& definition, const Json& key);
/// Of an item that is to be put: the same of those of its attributes that are the table's key.
void check_item_key(const KeyDefinition& definition, const Json& item);
/// Of an item that is to be put: those of its attributes that are the index's key are of the right types,
/// neither empty nor too long. They may be missing.
void check_index_key(const IndexDefinition& index, const Json& item);
/// Of an item as an update made it, the same of the attribute `updated`, if the index's key has it; what the
/// update did not touch may be unfit, as the index leaves such an item out.
void check_updated_index_key(const IndexDefinition& index, std::string_view updated, const Json& item);

/// Whether `value` is of the type of the key attribute.
bool is_of_type(const KeyAttribute& attribute, const Json& value);

// ---- bytes of checked keys

/// Of an item, or of its key.
std::string item_key(const KeyDefinition& definition, const Json& item);
/// Of the index entry for an item; nullopt where the item lacks one of the index's key attributes, or has it
/// of another type: then the index does not show it.
std::optional<std::string> entry_key(const IndexDefinition& index, const KeyDefinition& table,
                                     const Json& item);

/// What the keys of all items (or entries) with these hash attributes begin with.
std::string partition_key(const KeyDefinition& definition, const Json& hash_attributes);
/// Appends the bytes of a range attribute.
void append_key_value(std::string& key, char type, const Json& value);
/// Appends what the bytes of all strings or binaries that begin with `value` begin with.
void append_key_prefix(std::string& key, char type, const Json& value);

/// The keys of a segment of a parallel scan, [first, second); second is "" for the last.
std::pair<std::string, std::string> segment_bounds(std::int64_t segment, std::int64_t total_segments);

/// The attributes of `item` that are its key in the table, and in the index if there is one: what a
/// LastEvaluatedKey is.
Json key_of(const Json& item, const KeyDefinition& table, const KeyDefinition* index = nullptr);

}  // namespace cloche::dynamodb
