#include "fakes/dynamodb/expression_tree.h"

#include "fakes/core/fault.h"

namespace cloche::dynamodb {

std::string_view name_of(ExpressionKind kind) {
  switch (kind) {
    case ExpressionKind::condition:
      return "ConditionExpression";
    case ExpressionKind::filter:
      return "FilterExpression";
    case ExpressionKind::key_condition:
      return "KeyConditionExpression";
    case ExpressionKind::projection:
      return "ProjectionExpression";
    case ExpressionKind::update:
      return "UpdateExpression";
  }
  fail("unknown kind of expression");
}

std::string_view name_of(Operator op) {
  switch (op) {
    case Operator::equal:
      return "=";
    case Operator::not_equal:
      return "<>";
    case Operator::less:
      return "<";
    case Operator::less_or_equal:
      return "<=";
    case Operator::greater:
      return ">";
    case Operator::greater_or_equal:
      return ">=";
    case Operator::between:
      return "BETWEEN";
    case Operator::in:
      return "IN";
    case Operator::and_:
      return "AND";
    case Operator::or_:
      return "OR";
    case Operator::not_:
      return "NOT";
    case Operator::attribute_exists:
      return "attribute_exists";
    case Operator::attribute_not_exists:
      return "attribute_not_exists";
    case Operator::attribute_type:
      return "attribute_type";
    case Operator::begins_with:
      return "begins_with";
    case Operator::contains:
      return "contains";
    case Operator::size:
      return "size";
    case Operator::plus:
      return "+";
    case Operator::minus:
      return "-";
    case Operator::if_not_exists:
      return "if_not_exists";
    case Operator::list_append:
      return "list_append";
    case Operator::path:
    case Operator::value:
    case Operator::unknown_function:
      break;
  }
  fail("operator {} has no name", static_cast<int>(op));
}

bool meets(Operator comparison, std::strong_ordering order) {
  switch (comparison) {
    case Operator::equal:
      return order == 0;
    case Operator::less:
      return order < 0;
    case Operator::less_or_equal:
      return order <= 0;
    case Operator::greater:
      return order > 0;
    case Operator::greater_or_equal:
      return order >= 0;
    default:
      fail("{} does not compare", name_of(comparison));
  }
}

std::string_view name_of(UpdateAction action) {
  switch (action) {
    case UpdateAction::set:
      return "SET";
    case UpdateAction::remove:
      return "REMOVE";
    case UpdateAction::add:
      return "ADD";
    case UpdateAction::delete_:
      return "DELETE";
  }
  fail("unknown action of an update");
}

}  // namespace cloche::dynamodb
