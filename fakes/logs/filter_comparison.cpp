#include "fakes/logs/filter_comparison.h"

#include <charconv>

namespace cloche::logs {

std::optional<double> filter_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  // from_chars also takes "inf" and "nan".
  if (text.size() <= first || ((text[first] < '0' || text[first] > '9') && text[first] != '.')) {
    return std::nullopt;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool matches_wildcard(std::string_view pattern, std::string_view text) {
  std::size_t in_pattern = 0;
  std::size_t in_text = 0;
  std::size_t star = std::string_view::npos;
  std::size_t after_star = 0;  // where in the text what follows the star is tried
  while (in_text < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      star = in_pattern++;
      after_star = in_text;
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == text[in_text]) {
      ++in_pattern;
      ++in_text;
    } else if (star != std::string_view::npos) {
      in_pattern = star + 1;
      in_text = ++after_star;
    } else {
      return false;
    }
  }
  while (in_pattern < pattern.size() && pattern[in_pattern] == '*') ++in_pattern;
  return in_pattern == pattern.size();
}

FilterComparison::Operator FilterComparison::parse_operator(FilterLexer& lexer) {
  if (lexer.take("!=")) return Operator::unequal;
  if (lexer.take("<=")) return Operator::at_most;
  if (lexer.take(">=")) return Operator::at_least;
  if (lexer.take("=")) return Operator::equal;
  if (lexer.take("<")) return Operator::less;
  if (lexer.take(">")) return Operator::greater;
  throw invalid_filter_pattern();
}

FilterComparison FilterComparison::parse(FilterLexer& lexer, std::string_view end) {
  FilterComparison comparison;
  comparison.operator_ = parse_operator(lexer);
  if (lexer.done()) throw invalid_filter_pattern();
  if (lexer.peek() == '"') {
    comparison.text_ = lexer.quoted();
    comparison.quoted_ = true;
  } else if (lexer.peek() == '%') {
    comparison.regex_ = FilterRegex::parse(lexer.regex());
  } else {
    comparison.text_ = lexer.word(end);
    if (comparison.text_.empty()) throw invalid_filter_pattern();
    comparison.number_ = filter_number(comparison.text_);
  }
  if (comparison.is_order() && !comparison.number_) throw invalid_filter_pattern();
  return comparison;
}

bool FilterComparison::equals(std::string_view text) const {
  return regex_ ? regex_->found_in(text) : matches_wildcard(text_, text);
}

bool FilterComparison::has_order(double number) const {
  switch (operator_) {
    case Operator::less:
      return number < *number_;
    case Operator::at_most:
      return number <= *number_;
    case Operator::greater:
      return number > *number_;
    case Operator::at_least:
      return number >= *number_;
    default:
      return false;
  }
}

bool FilterComparison::holds_for_text(std::string_view text) const {
  return !is_order() && equals(text) == (operator_ == Operator::equal);
}

bool FilterComparison::holds_for_number(double number, std::string_view text) const {
  if (is_order()) return has_order(number);
  // A text in quotes is no number (assumed).
  const bool equal = number_ ? number == *number_ : !quoted_ && equals(text);
  return equal == (operator_ == Operator::equal);
}

bool FilterComparison::holds_for_field(std::string_view text) const {
  const auto number = number_ ? filter_number(text) : std::nullopt;
  return number ? holds_for_number(*number, text) : holds_for_text(text);
}

}  // namespace cloche::logs
