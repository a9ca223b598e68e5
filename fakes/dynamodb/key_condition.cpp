#include "fakes/dynamodb/key_condition.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/errors.h"
#include "fakes/dynamodb/key.h"

namespace cloche::dynamodb {

namespace {

// `a < b` as `b > a`.
Operator turned(Operator op) {
  switch (op) {
    case Operator::less:
      return Operator::greater;
    case Operator::less_or_equal:
      return Operator::greater_or_equal;
    case Operator::greater:
      return Operator::less;
    case Operator::greater_or_equal:
      return Operator::less_or_equal;
    default:
      return op;
  }
}

class Collector {
 public:
  explicit Collector(const Bindings& bindings) : bindings_(bindings) {}

  void collect(const Node& node) {
    switch (node.op) {
      case Operator::and_:
        for (const auto& operand : node.operands) collect(operand);
        return;
      case Operator::equal:
      case Operator::less:
      case Operator::less_or_equal:
      case Operator::greater:
      case Operator::greater_or_equal:
      case Operator::between:
      case Operator::begins_with:
        return collect_condition(node);
      default:
        throw validation_error(
            fmt::format("Invalid operator used in KeyConditionExpression: {}", name_of(node.op)));
    }
  }

  std::vector<KeyCondition> conditions;

 private:
  void collect_condition(const Node& node) {
    const bool needs_name_first = node.op == Operator::between || node.op == Operator::begins_with;
    if (needs_name_first && node.operands.front().op == Operator::value) {
      throw invalid(
          fmt::format("{} operator must have the key attribute as its first operand", name_of(node.op)));
    }
    KeyCondition condition;
    condition.op = node.op;
    bool named = false;
    for (const auto& operand : node.operands) {
      if (operand.op == Operator::value) {
        condition.values.push_back(*bindings_.values[operand.value]);
      } else if (operand.op != Operator::path) {
        throw validation_error("KeyConditionExpressions cannot contain nested operations");
      } else if (named) {
        throw invalid("Multiple attribute names used in one condition");
      } else if (operand.path.size() > 1) {
        throw validation_error("KeyConditionExpressions cannot have conditions on nested attributes");
      } else {
        named = true;
        condition.attribute = bindings_.name(operand.path.front());
        if (&operand != &node.operands.front()) condition.op = turned(node.op);
      }
    }
    if (!named) throw invalid("No key attribute specified");
    for (const auto& other : conditions) {
      if (other.attribute == condition.attribute) {
        throw validation_error("KeyConditionExpressions must only contain one condition per key");
      }
    }
    conditions.push_back(std::move(condition));
  }

  static ApiError invalid(std::string_view what) {
    return validation_error(fmt::format("Invalid condition in KeyConditionExpression: {}", what));
  }

  const Bindings& bindings_;
};

ApiError missed(const KeyAttribute& attribute) {
  return validation_error(fmt::format("Query condition missed key schema element: {}", attribute.name));
}

ApiError not_supported() { return validation_error("Query key condition not supported"); }

void check(const KeyCondition& condition, const KeyAttribute& attribute, std::string_view index_name) {
  if (condition.op == Operator::unknown_function) {
    throw validation_error("Attempted conditional constraint is not an indexable operation");
  }
  for (const auto& value : condition.values) {
    if (!is_of_type(attribute, value))
      throw invalid_parameters("Condition parameter type does not match schema type");
    // Seen of equality, assumed of the other operators.
    if (is_empty(value)) throw empty_key(attribute, index_name);
  }
}

bool meets(const KeyCondition& condition, const Json& value) {
  if (condition.op == Operator::begins_with) {
    std::string all, beginning;
    const char type = kind_of(value) == Kind::B ? 'B' : 'S';
    append_key_prefix(all, type, value);
    append_key_prefix(beginning, type, condition.values[0]);
    return all.starts_with(beginning);
  }
  const auto order = compare(value, condition.values[0]);
  if (!order) return false;
  if (condition.op != Operator::between) return meets(condition.op, *order);
  return *order >= 0 && compare(value, condition.values[1]) != std::strong_ordering::greater;
}

}  // namespace

std::vector<KeyCondition> key_conditions(const Condition& expression) {
  Collector collector(expression.bindings);
  collector.collect(expression.tree->root);
  return std::move(collector.conditions);
}

void check_number_of_conditions(std::size_t conditions, const KeyDefinition* key) {
  // Global indexes may have keys of up to eight attributes; what the service says of more than these is
  // assumed.
  const std::size_t most = key == nullptr ? 2 : std::max<std::size_t>(2, key->size());
  if (conditions == 0 || conditions > most) throw validation_error("Conditions can be of length 1 or 2 only");
}

bool KeyQuery::is_exact(const KeyDefinition& key) const {
  return range.size() == key.range.size() &&
         std::all_of(range.begin(), range.end(),
                     [](const KeyCondition& c) { return c.op == Operator::equal; });
}

KeyQuery match_key(const std::vector<KeyCondition>& conditions, const KeyDefinition& key,
                   std::string_view index_name) {
  const auto condition_on = [&](const KeyAttribute& attribute) -> const KeyCondition* {
    const auto found = std::find_if(conditions.begin(), conditions.end(),
                                    [&](const KeyCondition& c) { return c.attribute == attribute.name; });
    return found == conditions.end() ? nullptr : &*found;
  };
  // More conditions than the key has attributes can't be met, whatever they are of.
  if (conditions.size() > key.size()) throw not_supported();

  KeyQuery query;
  query.hash = Json::object();
  for (const auto& attribute : key.hash) {
    const KeyCondition* condition = condition_on(attribute);
    if (condition == nullptr) throw missed(attribute);
    check(*condition, attribute, index_name);
    if (condition->op != Operator::equal) throw not_supported();
    query.hash[attribute.name] = condition->values.front();
  }
  for (const auto& attribute : key.range) {
    if (key.hash.size() + query.range.size() == conditions.size()) break;  // all are used
    const KeyCondition* condition = condition_on(attribute);
    if (condition == nullptr) throw missed(attribute);
    check(*condition, attribute, index_name);
    if (!query.range.empty() && query.range.back().op != Operator::equal) throw not_supported();
    query.range.push_back(*condition);
  }
  return query;
}

bool meets_range(const KeyQuery& query, const Json& item) {
  return std::all_of(query.range.begin(), query.range.end(), [&](const KeyCondition& condition) {
    const auto value = item.find(condition.attribute);
    return value != item.end() && meets(condition, *value);
  });
}

}  // namespace cloche::dynamodb
