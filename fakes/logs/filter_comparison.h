#pragma once
// A comparison of a filter pattern, as JSON and space-delimited patterns have it: an operator, and a number,
// a text in which '*' stands for any characters, or a regular expression.
#include <optional>
#include <string>
#include <string_view>

#include "fakes/logs/filter_lexer.h"
#include "fakes/logs/filter_regex.h"

namespace cloche::logs {

/// `text` as a number, if all of it is one in decimal or exponent notation.
std::optional<double> filter_number(std::string_view text);

/// Whether `pattern`, in which '*' stands for any characters, matches the whole of `text`.
bool matches_wildcard(std::string_view pattern, std::string_view text);

class FilterComparison {
 public:
  /// Reads an operator and its operand; an operand without quotes ends with a space or one of `end`.
  static FilterComparison parse(FilterLexer& lexer, std::string_view end);

  bool holds_for_text(std::string_view text) const;
  bool holds_for_number(double number, std::string_view text) const;
  /// In a field of a line a text that is a number is both.
  bool holds_for_field(std::string_view text) const;

 private:
  enum class Operator { equal, unequal, less, at_most, greater, at_least };
  static Operator parse_operator(FilterLexer& lexer);
  bool is_order() const { return operator_ != Operator::equal && operator_ != Operator::unequal; }
  bool equals(std::string_view text) const;
  bool has_order(double number) const;

  Operator operator_ = Operator::equal;
  std::string text_;
  bool quoted_ = false;
  std::optional<double> number_;
  std::optional<FilterRegex> regex_;
};

}  // namespace cloche::logs
