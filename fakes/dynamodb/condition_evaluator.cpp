#include "fakes/dynamodb/condition_evaluator.h"

#include <algorithm>
#include <optional>
#include <string>

#include "fakes/core/fault.h"
#include "fakes/dynamodb/attribute_value.h"

namespace cloche::dynamodb {

namespace {

bool begins_with(const Json& value, const Json& prefix) {
  const Kind kind = kind_of(value);
  if (kind != kind_of(prefix)) return false;
  if (kind == Kind::S) {
    return content_of(value).get_ref<const std::string&>().starts_with(
        content_of(prefix).get_ref<const std::string&>());
  }
  return kind == Kind::B && bytes_of(content_of(value)).starts_with(bytes_of(content_of(prefix)));
}

// A part of a string or binary, an element of a set or list.
bool contains(const Json& value, const Json& part) {
  const Kind kind = kind_of(value);
  const Json& content = content_of(value);
  if (kind == Kind::L) {
    return std::any_of(content.begin(), content.end(),
                       [&](const Json& element) { return equal(element, part); });
  }
  if (is_set(kind)) return element_of(kind) == kind_of(part) && set_contains(content, content_of(part));
  if (kind != kind_of(part)) return false;
  if (kind == Kind::S) {
    return content.get_ref<const std::string&>().find(content_of(part).get_ref<const std::string&>()) !=
           std::string::npos;
  }
  return kind == Kind::B && bytes_of(content).find(bytes_of(content_of(part))) != std::string::npos;
}

// Characters as Java counts them, which is what size() does (seen: "abÿ" has 3): one beyond U+FFFF counts
// twice.
std::size_t character_count(const std::string& text) {
  std::size_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    count += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
  }
  return count;
}

// What size() answers; nullopt for what has no size.
std::optional<std::size_t> size_for_condition(const Json& value) {
  const Json& content = content_of(value);
  switch (kind_of(value)) {
    case Kind::S:
      return character_count(content.get_ref<const std::string&>());
    case Kind::B:
      return size_of(value);
    case Kind::SS:
    case Kind::NS:
    case Kind::BS:
    case Kind::L:
    case Kind::M:
      return content.size();
    case Kind::N:
    case Kind::BOOL:
    case Kind::NULL_:
      return std::nullopt;
  }
  fail("unknown kind of attribute value");
}

class Evaluator {
 public:
  Evaluator(const Condition& condition, const Json& item) : bindings_(condition.bindings), item_(item) {}

  bool holds(const Node& node) const {
    switch (node.op) {
      case Operator::and_:
        return holds(node.operands[0]) && holds(node.operands[1]);
      case Operator::or_:
        return holds(node.operands[0]) || holds(node.operands[1]);
      case Operator::not_:
        return !holds(node.operands[0]);
      case Operator::attribute_exists:
        return exists(node.operands[0]);
      case Operator::attribute_not_exists:
        return !exists(node.operands[0]);
      case Operator::in:
        return is_in(node);
      case Operator::between:
        return is_between(node);
      default:
        return relates(node);
    }
  }

 private:
  // A value that an operand stands for: one that is somewhere, or one that was made; none where the item has
  // none.
  struct Value {
    const Json* found = nullptr;
    Json made;

    const Json* get() const { return made.is_null() ? found : &made; }
  };

  Value value(const Node& node) const {
    if (node.op == Operator::path) return {find(item_, node.path, bindings_), nullptr};
    if (node.op == Operator::value) return {bindings_.values[node.value], nullptr};
    if (node.op != Operator::size) fail("{} is no operand of a condition", name_of(node.op));
    const Value measured = value(node.operands[0]);
    if (measured.get() == nullptr) return {};
    const auto size = size_for_condition(*measured.get());
    if (!size) return {};
    return {nullptr, make_value(Kind::N, std::to_string(*size))};
  }

  bool exists(const Node& node) const { return value(node).get() != nullptr; }

  // An operator or function of two operands.
  bool relates(const Node& node) const {
    const Value left = value(node.operands[0]);
    const Value right = value(node.operands[1]);
    // Without one of them nothing holds but that they differ.
    if (left.get() == nullptr || right.get() == nullptr) return node.op == Operator::not_equal;
    return relates(node.op, *left.get(), *right.get());
  }

  static bool relates(Operator op, const Json& left, const Json& right) {
    switch (op) {
      case Operator::equal:
        return equal(left, right);
      case Operator::not_equal:
        return !equal(left, right);
      case Operator::begins_with:
        return begins_with(left, right);
      case Operator::contains:
        return contains(left, right);
      case Operator::attribute_type:
        return content_of(right).get_ref<const std::string&>() == name_of(kind_of(left));
      default:
        const auto order = compare(left, right);
        return order && meets(op, *order);
    }
  }

  bool is_in(const Node& node) const {
    const Value sought = value(node.operands[0]);
    if (sought.get() == nullptr) return false;
    return std::any_of(node.operands.begin() + 1, node.operands.end(), [&](const Node& operand) {
      const Value candidate = value(operand);
      return candidate.get() != nullptr && equal(*sought.get(), *candidate.get());
    });
  }

  bool is_between(const Node& node) const {
    const Value middle = value(node.operands[0]);
    const Value lower = value(node.operands[1]);
    const Value upper = value(node.operands[2]);
    if (middle.get() == nullptr || lower.get() == nullptr || upper.get() == nullptr) return false;
    return relates(Operator::greater_or_equal, *middle.get(), *lower.get()) &&
           relates(Operator::less_or_equal, *middle.get(), *upper.get());
  }

  const Bindings& bindings_;
  const Json& item_;
};

}  // namespace

bool holds(const Condition& condition, const Json& item) {
  return Evaluator(condition, item).holds(condition.tree->root);
}

}  // namespace cloche::dynamodb
