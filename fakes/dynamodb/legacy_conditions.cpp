#include "fakes/dynamodb/legacy_conditions.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "fakes/core/fault.h"
#include "fakes/dynamodb/attribute_name.h"
#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/attribute_value_input.h"
#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

// A ComparisonOperator: how many values it takes and of which kinds (all where there are none), and the
// operator of the tree that it is.
struct Comparison {
  std::string_view name;
  std::size_t min_values;
  std::size_t max_values;
  std::vector<Kind> kinds;
  Operator op;
  bool negated = false;
};

const Comparison& comparison(std::string_view name) {
  static const std::vector<Kind> ordered{Kind::S, Kind::N, Kind::B};
  static const std::vector<Kind> element{Kind::S, Kind::N, Kind::B, Kind::BOOL, Kind::NULL_};
  static const std::array<Comparison, 13> comparisons{{
      {"EQ", 1, 1, {}, Operator::equal},
      {"NE", 1, 1, {}, Operator::not_equal},
      {"LT", 1, 1, ordered, Operator::less},
      {"LE", 1, 1, ordered, Operator::less_or_equal},
      {"GT", 1, 1, ordered, Operator::greater},
      {"GE", 1, 1, ordered, Operator::greater_or_equal},
      {"IN", 1, no_limit, ordered, Operator::in},
      {"BETWEEN", 2, 2, ordered, Operator::between},
      {"CONTAINS", 1, 1, element, Operator::contains},
      {"NOT_CONTAINS", 1, 1, element, Operator::contains, true},
      {"BEGINS_WITH", 1, 1, {Kind::S, Kind::B}, Operator::begins_with},
      {"NULL", 0, 0, {}, Operator::attribute_not_exists},
      {"NOT_NULL", 0, 0, {}, Operator::attribute_exists},
  }};
  for (const auto& comparison : comparisons) {
    if (comparison.name == name) return comparison;
  }
  fail("no comparison operator is named {}", name);
}

// The values of an AttributeValueList, checked. Throws in the service's order.
std::vector<Json> checked_values(const Comparison& comparison, std::vector<Json> values) {
  for (auto& value : values) normalize_value(value);
  if (values.size() < comparison.min_values || values.size() > comparison.max_values) {
    throw invalid_parameters(
        fmt::format("Invalid number of argument(s) for the {} ComparisonOperator", comparison.name));
  }
  for (const auto& value : values) {
    const Kind kind = kind_of(value);
    if (kind != kind_of(values.front())) {
      throw invalid_parameters("AttributeValues inside AttributeValueList must be of same type");
    }
    if (!comparison.kinds.empty() &&
        std::find(comparison.kinds.begin(), comparison.kinds.end(), kind) == comparison.kinds.end()) {
      throw invalid_parameters(fmt::format("ComparisonOperator {} is not valid for {} AttributeValue type",
                                           comparison.name, name_of(kind)));
    }
  }
  if (comparison.op == Operator::between && compare(values[0], values[1]) == std::strong_ordering::greater) {
    throw validation_error(
        "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
  }
  return values;
}

std::vector<Json> list_of(const Json& structure) {
  const auto list = structure.find("AttributeValueList");
  return list == structure.end() ? std::vector<Json>{} : std::vector<Json>(list->begin(), list->end());
}

// Builds the tree of conditions that are joined by one operator.
class ConditionBuilder {
 public:
  void add(const std::string& attribute, const Comparison& comparison, std::vector<Json> values) {
    check_attribute_name(attribute);
    Node node;
    node.op = comparison.op;
    Node path;
    path.op = Operator::path;
    path.path = {{false, static_cast<std::uint32_t>(tree_->names.size())}};
    tree_->names.push_back(attribute);
    node.operands.push_back(std::move(path));
    for (auto& value : values) {
      Node operand;
      operand.op = Operator::value;
      operand.value = static_cast<std::uint32_t>(values_.size());
      values_.push_back(std::move(value));
      node.operands.push_back(std::move(operand));
    }
    if (comparison.negated) node = joined(Operator::not_, std::move(node));
    tree_->root = first_ ? std::move(node) : joined(join_, std::move(tree_->root), std::move(node));
    first_ = false;
  }

  explicit ConditionBuilder(Operator join) : join_(join) {}

  std::optional<Condition> finish() {
    if (first_) return std::nullopt;
    auto kept = std::make_shared<const Json>(std::move(values_));
    Condition condition{tree_, {}, kept};
    for (const auto& name : tree_->names) condition.bindings.names.push_back(&name);
    for (const auto& value : *kept) condition.bindings.values.push_back(&value);
    return condition;
  }

 private:
  template <class... Nodes>
  static Node joined(Operator op, Nodes... nodes) {
    Node node;
    node.op = op;
    (node.operands.push_back(std::move(nodes)), ...);
    return node;
  }

  std::shared_ptr<ConditionTree> tree_ = std::make_shared<ConditionTree>();
  Json values_ = Json::array();
  Operator join_;
  bool first_ = true;
};

Operator join_of(std::string_view conditional_operator) {
  return conditional_operator == "OR" ? Operator::or_ : Operator::and_;
}

// The comparison and values of an ExpectedAttributeValue, which may be said in two ways.
std::pair<const Comparison*, std::vector<Json>> expectation(const std::string& attribute,
                                                            const Json& expected) {
  const auto member = [&](const char* name) -> const Json* {
    const auto found = expected.find(name);
    return found == expected.end() || found->is_null() ? nullptr : &*found;
  };
  const auto refuse = [&](std::string_view what) -> ApiError {
    return invalid_parameters(fmt::format("{} for Attribute: {}", what, attribute));
  };
  const Json* const exists = member("Exists");
  const Json* const value = member("Value");
  const Json* const list = member("AttributeValueList");
  if (list != nullptr && value != nullptr) {
    throw refuse("Value and AttributeValueList cannot be used together");
  }
  if (const Json* const name = member("ComparisonOperator")) {
    if (exists != nullptr) throw refuse("Exists and ComparisonOperator cannot be used together");
    const Comparison& named = comparison(name->get_ref<const std::string&>());
    if (list == nullptr && value == nullptr && named.min_values > 0) {
      throw refuse(
          fmt::format("Value or AttributeValueList must be used with ComparisonOperator: {}", named.name));
    }
    return {&named, checked_values(named, value != nullptr ? std::vector<Json>{*value} : list_of(expected))};
  }
  if (list != nullptr) throw refuse("AttributeValueList can only be used with a ComparisonOperator");
  const bool has_to_exist = exists == nullptr || exists->get<bool>();
  if (has_to_exist && value == nullptr) {
    throw refuse(
        fmt::format("Value must be provided when Exists is {}", exists == nullptr ? "null" : "true"));
  }
  if (!has_to_exist && value != nullptr) throw refuse("Value cannot be used when Exists is false");
  const Comparison& implied = comparison(has_to_exist ? "EQ" : "NULL");
  return {&implied,
          checked_values(implied, value != nullptr ? std::vector<Json>{*value} : std::vector<Json>{})};
}

}  // namespace

std::optional<Condition> legacy_filter(const Json& filter, std::string_view conditional_operator) {
  check_conditional_operator(conditional_operator, filter.size());
  ConditionBuilder builder(join_of(conditional_operator));
  for (auto entry = filter.begin(); entry != filter.end(); ++entry) {
    const Comparison& named = comparison(entry.value()["ComparisonOperator"].get_ref<const std::string&>());
    builder.add(entry.key(), named, checked_values(named, list_of(entry.value())));
  }
  return builder.finish();
}

std::optional<Condition> legacy_expected(const Json& expected, std::string_view conditional_operator) {
  check_conditional_operator(conditional_operator, expected.size());
  ConditionBuilder builder(join_of(conditional_operator));
  for (auto entry = expected.begin(); entry != expected.end(); ++entry) {
    auto [named, values] = expectation(entry.key(), entry.value());
    builder.add(entry.key(), *named, std::move(values));
  }
  return builder.finish();
}

std::vector<KeyCondition> legacy_key_conditions(const Json& conditions) {
  std::vector<KeyCondition> all;
  for (auto entry = conditions.begin(); entry != conditions.end(); ++entry) {
    const Comparison& named = comparison(entry.value()["ComparisonOperator"].get_ref<const std::string&>());
    check_attribute_name(entry.key());
    KeyCondition condition{entry.key(), named.op, checked_values(named, list_of(entry.value()))};
    const bool indexable = named.op == Operator::equal || named.op == Operator::begins_with ||
                           named.op == Operator::between ||
                           (named.op >= Operator::less && named.op <= Operator::greater_or_equal);
    if (!indexable) condition.op = Operator::unknown_function;
    all.push_back(std::move(condition));
  }
  return all;
}

Update legacy_update(const Json& attribute_updates) {
  auto tree = std::make_shared<UpdateTree>();
  Json values = Json::array();
  for (auto entry = attribute_updates.begin(); entry != attribute_updates.end(); ++entry) {
    check_attribute_name(entry.key());
    const std::string action = entry.value().value("Action", "PUT");
    const auto given = entry.value().find("Value");
    UpdateClause clause;
    clause.path = {{false, static_cast<std::uint32_t>(tree->names.size())}};
    tree->names.push_back(entry.key());
    if (given == entry.value().end() || given->is_null()) {
      if (action != "DELETE") {
        throw invalid_parameters("Only DELETE action is allowed when no attribute value is specified");
      }
      clause.action = UpdateAction::remove;
    } else {
      Json value = *given;
      normalize_value(value);
      const Kind kind = kind_of(value);
      if (action == "DELETE" && !is_set(kind)) {
        throw invalid_parameters(
            fmt::format("DELETE action with value is not supported for the type {}", name_of(kind)));
      }
      if (action == "ADD" && !is_set(kind) && kind != Kind::N && kind != Kind::L) {
        throw invalid_parameters(fmt::format("ADD action is not supported for the type {}", name_of(kind)));
      }
      clause.action = action == "DELETE" ? UpdateAction::delete_
                      : action == "ADD"  ? UpdateAction::add
                                         : UpdateAction::set;
      clause.operand.op = Operator::value;
      clause.operand.value = static_cast<std::uint32_t>(values.size());
      values.push_back(std::move(value));
    }
    tree->clauses.push_back(std::move(clause));
  }
  auto kept = std::make_shared<const Json>(std::move(values));
  Update update{tree, {}, kept};
  for (const auto& name : tree->names) update.bindings.names.push_back(&name);
  for (const auto& value : *kept) update.bindings.values.push_back(&value);
  return update;
}

Projection legacy_projection(const std::vector<std::string>& attributes_to_get) {
  std::set<std::string_view> seen;
  for (const auto& attribute : attributes_to_get) {
    check_attribute_name(attribute);
    if (!seen.insert(attribute).second) {
      throw invalid_parameters(fmt::format("Duplicate value in attribute name: {}", attribute));
    }
  }
  return Projection(attributes_to_get);
}

void check_conditional_operator(std::string_view conditional_operator, std::size_t conditions) {
  // The words are those of AWS's own client of DynamoDB's cache.
  if (conditional_operator.empty() || conditions > 1) return;
  throw validation_error(
      conditions == 0
          ? "ConditionalOperator cannot be used without Filter or Expected"
          : "ConditionalOperator can only be used when Filter or Expected has two or more elements");
}

}  // namespace cloche::dynamodb
