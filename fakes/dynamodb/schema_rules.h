#pragma once
// What CreateTable and UpdateTable check of keys and indexes beyond the model, in the real
// service's order and words (as the public suite of dynalite has them, seen from the real service).
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"
#include "fakes/wire/structure.h"

namespace cloche::dynamodb {

/// The attribute definitions of a request (or of a table), in order.
struct AttributeNames {
  std::vector<std::string> names;

  explicit AttributeNames(const Json& definitions);
  bool has(std::string_view name) const;
};

inline constexpr std::size_t max_global_indexes = 20;

/// Each attribute is defined once.
void check_definitions(const AttributeNames& defined);
/// The key schema of a table.
void check_table_key(const Json& key_schema, const AttributeNames& defined);
/// The keys of the indexes in CreateTable, where any are given.
void check_index_keys(const wire::Structure& request, const AttributeNames& defined);
/// All else of them.
void check_indexes(const wire::Structure& request, bool on_demand);
/// One global index, of CreateTable or UpdateTable: its key, and what it shows.
void check_global_key(const Json& key_schema, const AttributeNames& defined);
void check_projection(const wire::Structure& projection);
/// That no attribute is defined that no key uses. `description` has KeySchema and the lists of indexes.
void check_all_used(const Json& description, const AttributeNames& defined);
/// The attributes that all projections together name: 100 at most.
void check_projected_count(const Json& description);

}  // namespace cloche::dynamodb
