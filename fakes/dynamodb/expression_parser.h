#pragma once
// Texts of expressions into trees. What is wrong with the text alone is found here, in the real service's
// order: the size, the syntax, then redundant parentheses, unknown functions, functions in the wrong place,
// reserved words, too many operators. What is wrong in view of a request's names and values is found when it
// is bound (expression_check.h).
#include <memory>
#include <string_view>

#include "fakes/dynamodb/expression_tree.h"

namespace cloche::dynamodb {

/// Each throws ValidationException("Invalid FilterExpression: …").
std::shared_ptr<const ConditionTree> parse_condition(ExpressionKind kind, std::string_view text);
std::shared_ptr<const ProjectionTree> parse_projection(std::string_view text);
std::shared_ptr<const UpdateTree> parse_update(std::string_view text);

}  // namespace cloche::dynamodb
