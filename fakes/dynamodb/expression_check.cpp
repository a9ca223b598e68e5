#include "fakes/dynamodb/expression_check.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <utility>

#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

constexpr std::size_t max_in_operands = 100;

// What the service shows of an attribute value in a message. That a binary is shown in base64 is assumed.
std::string show(const Json& value) {
  const Json& content = content_of(value);
  return fmt::format("AttributeValue: {{{}:{}}}", name_of(kind_of(value)),
                     content.is_string() ? content.get_ref<const std::string&>() : content.dump());
}

// The checks that all kinds share.
class Checker {
 public:
  Checker(const Expression& expression, Bindings& bindings, ExpressionAttributes& attributes)
      : expression_(expression), bindings_(bindings), attributes_(attributes) {
    bindings_.names.assign(expression.names.size(), nullptr);
    bindings_.values.assign(expression.values.size(), nullptr);
  }

  void bind(const Path& path) {
    for (const auto& step : path) {
      if (!step.is_index) {
        bindings_.names[step.number] = &attributes_.name(expression_.kind, expression_.names[step.number]);
      }
    }
  }

  void bind_value(std::uint32_t place) {
    bindings_.values[place] = &attributes_.value(expression_.kind, expression_.values[place]);
  }

  void bind(const Node& node) {
    if (node.op == Operator::path) bind(node.path);
    if (node.op == Operator::value) bind_value(node.value);
    for (const auto& operand : node.operands) bind(operand);
  }

 protected:
  ApiError error(std::string_view what) const {
    return validation_error(fmt::format("Invalid {}: {}", name_of(expression_.kind), what));
  }

  // The kind of value that an operand is sure to have.
  std::optional<Kind> known_kind(const Node& operand) const {
    switch (operand.op) {
      case Operator::value:
        return kind_of(*bindings_.values[operand.value]);
      case Operator::size:
      case Operator::plus:
      case Operator::minus:
        return Kind::N;
      case Operator::list_append:
        return Kind::L;
      default:
        return std::nullopt;
    }
  }

  void check_count(const Node& node, std::size_t count) const {
    if (node.operands.size() == count) return;
    throw error(
        fmt::format("Incorrect number of operands for operator or function; operator or function: {}, number "
                    "of operands: {}",
                    name_of(node.op), node.operands.size()));
  }

  void check_path_first(const Node& node) const {
    if (node.operands.front().op == Operator::path) return;
    throw error(fmt::format("Operator or function requires a document path; operator or function: {}",
                            name_of(node.op)));
  }

  ApiError wrong_type(Operator op, std::string_view type) const {
    return error(fmt::format(
        "Incorrect operand type for operator or function; operator or function: {}, operand type: {}",
        name_of(op), type));
  }

  void check_kind(const Node& node, const Node& operand, std::initializer_list<Kind> allowed) const {
    const auto kind = known_kind(operand);
    if (kind && std::find(allowed.begin(), allowed.end(), *kind) == allowed.end()) {
      throw wrong_type(node.op, name_of(*kind));
    }
  }

  // Paths of which one begins with another, then those of which one takes for a list what another takes for a
  // map.
  void check_paths_apart(const std::vector<const Path*>& paths) const {
    for (const auto& [clash, word] :
         {std::pair{Clash::overlap, "overlap"}, std::pair{Clash::conflict, "conflict"}}) {
      for (std::size_t second = 1; second < paths.size(); ++second) {
        for (std::size_t first = 0; first < second; ++first) {
          if (clash_of(*paths[first], *paths[second]) != clash) continue;
          throw error(fmt::format(
              "Two document paths {} with each other; must remove or rewrite one of these paths; path one: "
              "{}, path two: {}",
              word, dynamodb::show(*paths[first], bindings_), dynamodb::show(*paths[second], bindings_)));
        }
      }
    }
  }

  const Expression& expression_;
  Bindings& bindings_;
  ExpressionAttributes& attributes_;

 private:
  enum class Clash { none, overlap, conflict };

  Clash clash_of(const Path& a, const Path& b) const {
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
      if (a[i].is_index != b[i].is_index) return Clash::conflict;
      const bool equal =
          a[i].is_index ? a[i].number == b[i].number : bindings_.name(a[i]) == bindings_.name(b[i]);
      if (!equal) return Clash::none;
    }
    return Clash::overlap;
  }
};

class ConditionChecker : Checker {
 public:
  using Checker::Checker;

  // The operands first, from the left, then what they are operands of.
  void check(const Node& node) {
    if (node.op == Operator::path) return bind(node.path);
    if (node.op == Operator::value) return bind_value(node.value);
    for (const auto& operand : node.operands) check(operand);
    switch (node.op) {
      case Operator::attribute_exists:
      case Operator::attribute_not_exists:
        check_count(node, 1);
        return check_path_first(node);
      case Operator::attribute_type:
        check_count(node, 2);
        check_distinct(node);
        check_path_first(node);
        return check_attribute_type(node);
      case Operator::begins_with:
        check_count(node, 2);
        check_distinct(node);
        for (const auto& operand : node.operands) check_kind(node, operand, {Kind::S, Kind::B});
        return;
      case Operator::contains:
        check_count(node, 2);
        check_distinct(node);
        // Assumed: what can hold nothing is refused, as size() refuses what has no size.
        return check_kind(node, node.operands.front(),
                          {Kind::S, Kind::B, Kind::SS, Kind::NS, Kind::BS, Kind::L});
      case Operator::size:
        check_count(node, 1);
        return check_kind(node, node.operands.front(),
                          {Kind::S, Kind::B, Kind::SS, Kind::NS, Kind::BS, Kind::L, Kind::M});
      case Operator::equal:
      case Operator::not_equal:
        return check_distinct(node);
      case Operator::in:
        if (node.operands.size() - 1 > max_in_operands) {
          throw error(
              fmt::format("The IN operator is provided with too many operands; number of operands: {}",
                          node.operands.size() - 1));
        }
        return check_distinct(node);
      case Operator::less:
      case Operator::less_or_equal:
      case Operator::greater:
      case Operator::greater_or_equal:
        check_distinct(node);
        return check_ordered(node);
      case Operator::between:
        check_distinct(node);
        check_ordered(node);
        return check_bounds(node);
      default:
        return;
    }
  }

 private:
  void check_distinct(const Node& node) const {
    const Node& first = node.operands.front();
    if (first.op != Operator::path) return;
    for (auto other = node.operands.begin() + 1; other != node.operands.end(); ++other) {
      if (other->op != Operator::path || !same(first.path, other->path, bindings_)) continue;
      throw error(
          fmt::format("The first operand must be distinct from the remaining operands for this operator or "
                      "function; operator: {}, "
                      "first operand: {}",
                      name_of(node.op), dynamodb::show(first.path, bindings_)));
    }
  }

  void check_ordered(const Node& node) const {
    for (const auto& operand : node.operands) check_kind(node, operand, {Kind::S, Kind::N, Kind::B});
  }

  void check_bounds(const Node& node) const {
    const Node& lower = node.operands[1];
    const Node& upper = node.operands[2];
    if (lower.op != Operator::value || upper.op != Operator::value) return;
    const Json& low = *bindings_.values[lower.value];
    const Json& high = *bindings_.values[upper.value];
    const auto order = compare(low, high);
    if (order && *order <= 0) return;
    throw error(
        fmt::format("The BETWEEN operator requires {}; lower bound operand: {}, upper bound operand: {}",
                    order ? "upper bound to be greater than or equal to lower bound"
                          : "same data type for lower and upper bounds",
                    show(low), show(high)));
  }

  // Its second operand is the name of a kind, given as a value.
  void check_attribute_type(const Node& node) const {
    const Node& type = node.operands[1];
    if (type.op != Operator::value && !known_kind(type))
      throw wrong_type(node.op, "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
    check_kind(node, type, {Kind::S});
    const auto& name = content_of(*bindings_.values[type.value]).get_ref<const std::string&>();
    if (!find_kind(name)) {
      throw error(fmt::format(
          "Invalid attribute type name found; type: {}, valid types: {{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}",
          name));
    }
  }
};

class ProjectionChecker : Checker {
 public:
  using Checker::Checker;

  void check(const ProjectionTree& tree) {
    std::vector<const Path*> paths;
    for (const auto& path : tree.paths) {
      bind(path);
      paths.push_back(&path);
    }
    check_paths_apart(paths);
  }
};

// What the messages about ADD and DELETE call the kinds.
std::string_view long_name_of(Kind kind) {
  switch (kind) {
    case Kind::S:
      return "STRING";
    case Kind::N:
      return "NUMBER";
    case Kind::B:
      return "BINARY";
    case Kind::SS:
      return "STRING_SET";
    case Kind::NS:
      return "NUMBER_SET";
    case Kind::BS:
      return "BINARY_SET";
    case Kind::BOOL:
      return "BOOLEAN";
    case Kind::NULL_:
      return "NULL";
    case Kind::L:
      return "LIST";
    case Kind::M:
      return "MAP";
  }
  return "";
}

class UpdateChecker : Checker {
 public:
  using Checker::Checker;

  void check(const UpdateTree& tree) {
    std::vector<const Path*> paths;
    for (const auto& clause : tree.clauses) {
      bind(clause.path);
      if (clause.action != UpdateAction::remove) bind(clause.operand);
      paths.push_back(&clause.path);
    }
    check_paths_apart(paths);
    for (const auto& clause : tree.clauses) check_set_operand(clause);
    for (const auto& clause : tree.clauses) {
      if (clause.action == UpdateAction::set) check(clause.operand);
    }
  }

 private:
  // ADD takes a number or a set, DELETE a set.
  void check_set_operand(const UpdateClause& clause) const {
    if (clause.action != UpdateAction::add && clause.action != UpdateAction::delete_) return;
    const Kind kind = kind_of(*bindings_.values[clause.operand.value]);
    if (is_set(kind) || (clause.action == UpdateAction::add && kind == Kind::N)) return;
    throw error(fmt::format("Incorrect operand type for operator or function; operator: {}, operand type: {}",
                            name_of(clause.action), long_name_of(kind)));
  }

  void check(const Node& node) const {
    for (const auto& operand : node.operands) check(operand);
    switch (node.op) {
      case Operator::if_not_exists:
        check_count(node, 2);
        return check_path_first(node);
      case Operator::list_append:
        check_count(node, 2);
        for (const auto& operand : node.operands) check_kind(node, operand, {Kind::L});
        return;
      case Operator::plus:
      case Operator::minus:
        for (const auto& operand : node.operands) check_kind(node, operand, {Kind::N});
        return;
      default:
        return;
    }
  }
};

}  // namespace

Condition bind_condition(std::shared_ptr<const ConditionTree> tree, ExpressionAttributes& attributes) {
  Condition condition{std::move(tree), {}, nullptr};
  ConditionChecker(*condition.tree, condition.bindings, attributes).check(condition.tree->root);
  return condition;
}

Bound<ProjectionTree> bind_projection(std::shared_ptr<const ProjectionTree> tree,
                                      ExpressionAttributes& attributes) {
  Bound<ProjectionTree> projection{std::move(tree), {}, nullptr};
  ProjectionChecker(*projection.tree, projection.bindings, attributes).check(*projection.tree);
  return projection;
}

Update bind_update(std::shared_ptr<const UpdateTree> tree, ExpressionAttributes& attributes) {
  Update update{std::move(tree), {}, nullptr};
  UpdateChecker(*update.tree, update.bindings, attributes).check(*update.tree);
  return update;
}

}  // namespace cloche::dynamodb
