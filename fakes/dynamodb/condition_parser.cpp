// Conditions: ConditionExpression, FilterExpression and KeyConditionExpression; and projections, which are
// but paths.
//
//   condition  := and { OR and }              operand := path | :value | function | "(" operand ")"
//   and        := not { AND not }             function := name "(" operand { "," operand } ")"
//   not        := NOT not | comparison
//   comparison := operand ( = <> < <= > >= ) operand | operand BETWEEN operand AND operand
//               | operand IN "(" operand { "," operand } ")" | function | "(" condition ")"
#include <optional>
#include <utility>

#include "fakes/dynamodb/expression_grammar.h"
#include "fakes/dynamodb/expression_parser.h"

namespace cloche::dynamodb {

namespace {

constexpr std::pair<std::string_view, Operator> comparators[] = {
    {"=", Operator::equal},          {"<>", Operator::not_equal}, {"<", Operator::less},
    {"<=", Operator::less_or_equal}, {">", Operator::greater},    {">=", Operator::greater_or_equal}};

bool is_boolean_function(Operator op) { return op >= Operator::attribute_exists && op <= Operator::contains; }

// What has been read may be an operand or a condition; after "(" only what follows tells.
struct Part {
  Node node;
  bool is_condition = false;
  bool is_function = false;
  bool in_parentheses = false;
};

class ConditionParser : Grammar {
 public:
  ConditionParser(ConditionTree& tree, ExpressionKind kind, std::string_view text)
      : Grammar(tree, kind, text, {"AND", "OR", "NOT", "BETWEEN", "IN"}), tree_(tree) {}

  void parse() {
    tree_.root = condition(disjunction());
    expect_end();
    check_notes();
  }

 private:
  // The node of a part that has to be a condition.
  Node condition(Part part) {
    if (part.is_condition) return std::move(part.node);
    if (!part.is_function) syntax_error();
    if (part.node.op != Operator::unknown_function) misused_function(name_of(part.node.op));
    return std::move(part.node);
  }

  // The node of a part that has to be an operand.
  Node operand(Part part) {
    if (part.is_condition && !part.is_function) syntax_error();
    if (is_boolean_function(part.node.op)) misused_function(name_of(part.node.op));
    return std::move(part.node);
  }

  static Part made(Node node) { return {std::move(node), true, false, false}; }

  Part disjunction() {
    Part left = conjunction();
    while (at_keyword("OR")) {
      Node first = condition(std::move(left));
      take_keyword("OR");
      left = made(node(Operator::or_, operands(std::move(first), condition(conjunction()))));
    }
    return left;
  }

  Part conjunction() {
    Part left = negation();
    while (at_keyword("AND")) {
      Node first = condition(std::move(left));
      take_keyword("AND");
      left = made(node(Operator::and_, operands(std::move(first), condition(negation()))));
    }
    return left;
  }

  Part negation() {
    if (!take_keyword("NOT")) return comparison();
    return made(node(Operator::not_, operands(condition(negation()))));
  }

  Part comparison() {
    Part left = primary();
    for (const auto& [symbol, op] : comparators) {
      if (!peek().is(symbol)) continue;
      Node first = operand(std::move(left));
      take(symbol);
      return made(node(op, operands(std::move(first), operand(simple_operand()))));
    }
    if (at_keyword("BETWEEN")) {
      Node first = operand(std::move(left));
      take_keyword("BETWEEN");
      Node lower = operand(simple_operand());
      expect_keyword("AND");
      return made(
          node(Operator::between, operands(std::move(first), std::move(lower), operand(simple_operand()))));
    }
    if (at_keyword("IN")) {
      std::vector<Node> all = operands(operand(std::move(left)));
      take_keyword("IN");
      arguments(all);
      return made(node(Operator::in, std::move(all)));
    }
    return left;
  }

  // An operand, or a condition that stands alone or in parentheses.
  Part primary() {
    if (!open()) return simple_operand();
    return closed(disjunction());
  }

  Part simple_operand() {
    if (open()) return closed(simple_operand());
    if (at_function()) {
      const Operator op = function_name();
      Node function = node(op);
      arguments(function.operands);
      return {std::move(function), is_boolean_function(op), true, false};
    }
    if (at_value()) return {value(), false, false, false};
    Node node;
    node.op = Operator::path;
    node.path = path();
    return {std::move(node), false, false, false};
  }

  Part closed(Part inner) {
    close();
    if (inner.in_parentheses) redundant_parentheses();
    inner.in_parentheses = true;
    if (inner.node.op == Operator::path && (peek().is(".") || peek().is("["))) {
      path_rest(inner.node.path);
      inner.in_parentheses = false;
    }
    return inner;
  }

  void arguments(std::vector<Node>& all) {
    expect("(");
    do {
      all.push_back(operand(simple_operand()));
    } while (take(","));
    expect(")");
  }

  template <class... Nodes>
  static std::vector<Node> operands(Nodes... nodes) {
    std::vector<Node> all;
    (all.push_back(std::move(nodes)), ...);
    return all;
  }

  ConditionTree& tree_;
};

class ProjectionParser : Grammar {
 public:
  ProjectionParser(ProjectionTree& tree, std::string_view text)
      : Grammar(tree, ExpressionKind::projection, text, {}), tree_(tree) {}

  void parse() {
    do {
      tree_.paths.push_back(path());
    } while (take(","));
    expect_end();
    check_notes();
  }

 private:
  ProjectionTree& tree_;
};

}  // namespace

std::shared_ptr<const ConditionTree> parse_condition(ExpressionKind kind, std::string_view text) {
  auto tree = std::make_shared<ConditionTree>();
  ConditionParser(*tree, kind, text).parse();
  return tree;
}

std::shared_ptr<const ProjectionTree> parse_projection(std::string_view text) {
  auto tree = std::make_shared<ProjectionTree>();
  ProjectionParser(*tree, text).parse();
  return tree;
}

}  // namespace cloche::dynamodb
