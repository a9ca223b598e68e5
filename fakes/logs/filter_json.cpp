#include "fakes/logs/filter_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cloche::logs {

class FilterJsonParser {
 public:
  explicit FilterJsonParser(std::string_view pattern) : lexer_(pattern) {}

  FilterJson parse() {
    pattern_.root_ = any();
    if (!lexer_.done()) throw invalid_filter_pattern();
    return std::move(pattern_);
  }

 private:
  using Node = FilterJson::Node;
  using Test = FilterJson::Test;
  static constexpr int max_depth = 100;

  Node any() {
    return joined(Test::any, "||", [this] { return all(); });
  }
  Node all() {
    return joined(Test::all, "&&", [this] { return primary(); });
  }

  template <class Part>
  Node joined(Test test, std::string_view symbol, Part part) {
    Node first = part();
    if (!lexer_.take(symbol)) return first;
    Node node;
    node.test = test;
    node.parts.push_back(std::move(first));
    do {
      node.parts.push_back(part());
    } while (lexer_.take(symbol));
    return node;
  }

  Node primary() {
    if (lexer_.take("(")) {
      if (++depth_ > max_depth) throw invalid_filter_pattern();
      Node node = any();
      lexer_.expect(")");
      --depth_;
      return node;
    }
    if (lexer_.done()) throw invalid_filter_pattern();
    Node node;
    node.selector = pattern_.selectors_.size();
    pattern_.selectors_.push_back(FilterSelector::parse(lexer_));
    node.test = test();
    if (node.test == Test::compare) node.comparison = FilterComparison::parse(lexer_, "()&|");
    return node;
  }

  Test test() {
    if (lexer_.take_keyword("EXISTS")) return Test::exists;
    if (lexer_.take_keyword("NOT")) {
      if (!lexer_.take_keyword("EXISTS")) throw invalid_filter_pattern();
      return Test::not_exists;
    }
    if (!lexer_.take_keyword("IS")) return Test::compare;
    if (lexer_.take_keyword("NULL")) return Test::is_null;
    if (lexer_.take_keyword("TRUE")) return Test::is_true;
    if (lexer_.take_keyword("FALSE")) return Test::is_false;
    throw invalid_filter_pattern();
  }

  FilterLexer lexer_;
  FilterJson pattern_;
  int depth_ = 0;
};

FilterJson FilterJson::parse(std::string_view pattern) { return FilterJsonParser(pattern).parse(); }

bool FilterJson::holds(const Node& node, const Json& message) const {
  const auto part_holds = [&](const Node& part) { return holds(part, message); };
  if (node.test == Test::all) return std::ranges::all_of(node.parts, part_holds);
  if (node.test == Test::any) return std::ranges::any_of(node.parts, part_holds);
  return holds(node, selectors_[node.selector].select(message));
}

// A value that is not there is neither equal nor unequal to anything, and so is what is no text, number or
// boolean (assumed).
bool FilterJson::holds(const Node& node, const std::vector<const Json*>& values) {
  const auto compares = [&](const Json* value) {
    if (value->is_number())
      return node.comparison.holds_for_number(value->get<double>(), text_of_json(*value));
    const bool is_text = value->is_string() || value->is_boolean();
    return is_text && node.comparison.holds_for_text(text_of_json(*value));
  };
  switch (node.test) {
    case Test::exists:
      return !values.empty();
    case Test::not_exists:
      return values.empty();
    case Test::is_null:
      return std::ranges::any_of(values, [](const Json* value) { return value->is_null(); });
    case Test::is_true:
    case Test::is_false:
      return std::ranges::any_of(values,
                                 [&](const Json* value) { return *value == (node.test == Test::is_true); });
    default:
      return std::ranges::any_of(values, compares);
  }
}

std::string text_of_json(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_number() || value.is_boolean() ? value.dump() : std::string();
}

}  // namespace cloche::logs
