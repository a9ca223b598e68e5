#pragma once
// Filter patterns for messages that are JSON: { $.level = "ERROR" && ($.size > 10 || $.user NOT EXISTS) }.
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "fakes/core/json.h"
#include "fakes/logs/filter_comparison.h"
#include "fakes/logs/filter_selector.h"

namespace cloche::logs {

class FilterJson {
 public:
  /// `pattern` is what is between the braces. Throws ApiError.
  static FilterJson parse(std::string_view pattern);
  bool matches(const Json& message) const { return holds(root_, message); }
  /// The selectors of the pattern, as they stand.
  const std::vector<FilterSelector>& selectors() const { return selectors_; }

 private:
  enum class Test { compare, exists, not_exists, is_null, is_true, is_false, all, any };
  struct Node {
    Test test = Test::all;
    std::size_t selector = 0;
    FilterComparison comparison;  // compare
    std::vector<Node> parts;      // all, any
  };
  friend class FilterJsonParser;
  bool holds(const Node& node, const Json& message) const;
  static bool holds(const Node& node, const std::vector<const Json*>& values);

  std::vector<FilterSelector> selectors_;
  Node root_;
};

/// A value as metrics and TestMetricFilter show it; "" for what is neither text, number nor boolean.
std::string text_of_json(const Json& value);

}  // namespace cloche::logs
