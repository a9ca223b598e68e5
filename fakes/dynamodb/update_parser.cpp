// UpdateExpression.
//
//   update := section { section }
//   section := SET path "=" assigned {"," …} | REMOVE path {"," …} | ADD path :value {"," …} | DELETE path
//   :value {"," …} assigned := operand [ ( "+" | "-" ) operand ] | "(" assigned ")" operand := path | :value
//   | function "(" operand {"," operand} ")" | "(" operand ")"
#include <array>
#include <utility>

#include "fakes/dynamodb/expression_grammar.h"
#include "fakes/dynamodb/expression_parser.h"

namespace cloche::dynamodb {

namespace {

constexpr std::array actions{UpdateAction::set, UpdateAction::remove, UpdateAction::add,
                             UpdateAction::delete_};

class UpdateParser : Grammar {
 public:
  UpdateParser(UpdateTree& tree, std::string_view text)
      : Grammar(tree, ExpressionKind::update, text, {"SET", "REMOVE", "ADD", "DELETE"}), tree_(tree) {}

  void parse() {
    std::array<int, actions.size()> times{};
    std::string_view repeated;
    while (!at_end()) {
      const UpdateAction action = section();
      if (++times[static_cast<std::size_t>(action)] > 1 && repeated.empty()) repeated = name_of(action);
    }
    check_notes();
    if (!repeated.empty()) {
      throw error("The \"" + std::string(repeated) +
                  "\" section can only be used once in an update expression;");
    }
  }

 private:
  UpdateAction section() {
    for (const UpdateAction action : actions) {
      if (!take_keyword(name_of(action))) continue;
      do {
        tree_.clauses.push_back(clause(action));
      } while (take(","));
      return action;
    }
    syntax_error();
  }

  UpdateClause clause(UpdateAction action) {
    UpdateClause clause{action, path(), {}};
    if (action == UpdateAction::set) {
      expect("=");
      clause.operand = assigned().node;
    } else if (action != UpdateAction::remove) {
      clause.operand = value();
    }
    return clause;
  }

  struct Part {
    Node node;
    bool is_sum = false;
    bool in_parentheses = false;
  };

  Part assigned() {
    Part left = operand(true);
    for (const auto& [symbol, op] : {std::pair{"+", Operator::plus}, std::pair{"-", Operator::minus}}) {
      if (left.is_sum || !take(symbol)) continue;
      Node sum = node(op);
      sum.operands.push_back(std::move(left.node));
      sum.operands.push_back(operand(false).node);
      return {std::move(sum), true, false};
    }
    return left;
  }

  // A sum may stand in parentheses only where it is all that is assigned.
  Part operand(bool may_be_sum) {
    if (open()) {
      Part inner = may_be_sum ? assigned() : operand(false);
      close();
      if (inner.in_parentheses) redundant_parentheses();
      inner.in_parentheses = true;
      return inner;
    }
    if (at_function()) {
      Node function = node(function_name());
      expect("(");
      do {
        function.operands.push_back(operand(false).node);
      } while (take(","));
      expect(")");
      return {std::move(function), false, false};
    }
    if (at_value()) return {value(), false, false};
    Node node;
    node.op = Operator::path;
    node.path = path();
    return {std::move(node), false, false};
  }

  UpdateTree& tree_;
};

}  // namespace

std::shared_ptr<const UpdateTree> parse_update(std::string_view text) {
  auto tree = std::make_shared<UpdateTree>();
  UpdateParser(*tree, text).parse();
  return tree;
}

}  // namespace cloche::dynamodb
