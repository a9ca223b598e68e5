#pragma once
// What a Query asks of the keys: equal hash attributes and perhaps a range. Conditions come from
// KeyConditionExpression or from KeyConditions; both are a list of conditions on attributes first, and are
// then matched with the key of the table or index.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "fakes/core/json.h"
#include "fakes/dynamodb/bound_expression.h"
#include "fakes/dynamodb/table_definition.h"

namespace cloche::dynamodb {

/// A condition on one attribute.
struct KeyCondition {
  std::string attribute;
  Operator op = Operator::equal;  // equal, less, …, between, begins_with; unknown_function: one that no key
                                  // can be asked for
  std::vector<Json> values;       // one, for between two, the lower first
};

/// The conditions of a KeyConditionExpression, which are joined by AND. Throws ValidationException where it
/// is anything else, in the service's words and order.
std::vector<KeyCondition> key_conditions(const Condition& expression);

/// Throws ValidationException where there are none, or more than any key with at most one hash and one range
/// attribute can meet. `key` is nullptr where there is no such table; the service says this first.
void check_number_of_conditions(std::size_t conditions, const KeyDefinition* key);

/// Conditions that fit a key.
struct KeyQuery {
  Json hash;  // hash attributes by name
  std::vector<KeyCondition>
      range;  // on the first range attributes, in their order; all but the last are equal

  /// Whether it asks for one value of each key attribute.
  bool is_exact(const KeyDefinition& key) const;
};

/// Throws ValidationException where a key attribute that needs one has no condition, where one can't be asked
/// of it, or where a value is not of its type.
KeyQuery match_key(const std::vector<KeyCondition>& conditions, const KeyDefinition& key,
                   std::string_view index_name = "");

/// Whether an item or key meets the range conditions.
bool meets_range(const KeyQuery& query, const Json& item);

}  // namespace cloche::dynamodb
