#pragma once
// Binds parsed expressions to a request's names and values, and finds what is wrong with them in view of
// these, before any item is seen: undefined names and values, numbers and types of operands, paths that get
// in each other's way. In the real service's order: a condition is checked comparison by comparison from the
// left, an update as a whole, check by check.
#include <memory>

#include "fakes/dynamodb/bound_expression.h"
#include "fakes/dynamodb/expression_attributes.h"
#include "fakes/dynamodb/expression_tree.h"

namespace cloche::dynamodb {

/// Each throws ValidationException("Invalid FilterExpression: …"). What they answer points into `attributes`.
Condition bind_condition(std::shared_ptr<const ConditionTree> tree, ExpressionAttributes& attributes);
Bound<ProjectionTree> bind_projection(std::shared_ptr<const ProjectionTree> tree,
                                      ExpressionAttributes& attributes);
Update bind_update(std::shared_ptr<const UpdateTree> tree, ExpressionAttributes& attributes);

}  // namespace cloche::dynamodb
