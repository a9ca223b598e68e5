#pragma once
// What expressions may do with attributes that are keys of the table or of its indexes. These checks need the
// table, so they come after those of expression_check.h.
#include "fakes/dynamodb/bound_expression.h"
#include "fakes/dynamodb/table_definition.h"

namespace cloche::dynamodb {

/// Throws ValidationException where a path goes into a key attribute, which is a scalar.
void check_scalar_keys(const Condition& condition, const TableDefinition& table);
void check_scalar_keys(const Bound<ProjectionTree>& projection, const TableDefinition& table);

/// Throws ValidationException where a filter is about an attribute of the key that a Query asks by.
/// `parameter` is "Filter Expression" or "QueryFilter".
void check_filter_avoids_key(const Condition& filter, const KeyDefinition& key, std::string_view parameter);

/// Throws ValidationException where an update changes the table's key, gives an index's key attribute a value
/// of another type (as far as that is known without the item), or goes into a key attribute.
void check_update_of_keys(const Update& update, const TableDefinition& table);

}  // namespace cloche::dynamodb
