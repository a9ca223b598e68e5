#pragma once
// The parameters from before there were expressions: Expected, QueryFilter, ScanFilter, KeyConditions,
// ConditionalOperator, AttributesToGet and AttributeUpdates. They become the same trees that expressions
// become, after checks of their own.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"
#include "fakes/dynamodb/bound_expression.h"
#include "fakes/dynamodb/key_condition.h"
#include "fakes/dynamodb/projection.h"

namespace cloche::dynamodb {

/// Of QueryFilter or ScanFilter, a map of Condition structures. nullopt: it asks for nothing. Throws
/// ValidationException.
std::optional<Condition> legacy_filter(const Json& filter, std::string_view conditional_operator);

/// Of Expected, a map of ExpectedAttributeValue structures. nullopt: it asks for nothing. Throws
/// ValidationException.
std::optional<Condition> legacy_expected(const Json& expected, std::string_view conditional_operator);

/// Of KeyConditions, a map of Condition structures. Throws ValidationException.
std::vector<KeyCondition> legacy_key_conditions(const Json& conditions);

/// Of AttributeUpdates, a map of AttributeValueUpdate structures. Throws ValidationException.
Update legacy_update(const Json& attribute_updates);

/// Of AttributesToGet. Throws ValidationException where one is named twice.
Projection legacy_projection(const std::vector<std::string>& attributes_to_get);

/// ConditionalOperator ("" where there is none) has to have `conditions` to join.
void check_conditional_operator(std::string_view conditional_operator, std::size_t conditions);

}  // namespace cloche::dynamodb
