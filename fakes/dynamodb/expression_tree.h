#pragma once
// What the parsers make of an expression's text: trees that say nothing of a request or an item, so that one
// can be kept and used for every request that has the same text. Names and values stand in tables beside the
// tree, which a request fills (expression_attributes.h).
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cloche::dynamodb {

enum class ExpressionKind : std::uint8_t { condition, filter, key_condition, projection, update };

/// "FilterExpression"
std::string_view name_of(ExpressionKind kind);

/// A step of a document path: into a map by name, or into a list by index.
struct PathStep {
  bool is_index = false;
  std::uint32_t number = 0;  // the index, or the name's place in the expression's table of names

  friend bool operator==(const PathStep&, const PathStep&) = default;
};

using Path = std::vector<PathStep>;

enum class Operator : std::uint8_t {
  // operands
  path,
  value,
  // conditions
  equal,
  not_equal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  between,
  in,
  and_,
  or_,
  not_,
  attribute_exists,
  attribute_not_exists,
  attribute_type,
  begins_with,
  contains,
  // operands of conditions
  size,
  // operands of updates
  plus,
  minus,
  if_not_exists,
  list_append,
  // a function that the service does not have; a parsed expression has none
  unknown_function,
};

/// As the service writes it in its messages: "<>", "BETWEEN", "begins_with".
std::string_view name_of(Operator op);

/// Whether the order of two values is as a comparison (=, <, <=, >, >=) wants it.
bool meets(Operator comparison, std::strong_ordering order);

struct Node {
  Operator op = Operator::unknown_function;
  std::vector<Node> operands;
  Path path;                // op == path
  std::uint32_t value = 0;  // op == value: its place in the expression's table of values
};

/// What every expression has.
struct Expression {
  ExpressionKind kind = ExpressionKind::condition;
  std::vector<std::string> names;   // each as written: "artist", "#a"; once each
  std::vector<std::string> values;  // ":v"; once each
};

struct ConditionTree : Expression {
  Node root;
};

struct ProjectionTree : Expression {
  std::vector<Path> paths;
};

enum class UpdateAction : std::uint8_t { set, remove, add, delete_ };

/// "SET"
std::string_view name_of(UpdateAction action);

struct UpdateClause {
  UpdateAction action = UpdateAction::set;
  Path path;
  Node operand;  // not of remove
};

struct UpdateTree : Expression {
  std::vector<UpdateClause> clauses;
};

}  // namespace cloche::dynamodb
