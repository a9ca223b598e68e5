#pragma once
// Whether an item meets a condition, be it of an expression or of legacy parameters.
#include "fakes/core/json.h"
#include "fakes/dynamodb/bound_expression.h"

namespace cloche::dynamodb {

/// `item` is an object of attribute values; {} where there is no item.
bool holds(const Condition& condition, const Json& item);

}  // namespace cloche::dynamodb
