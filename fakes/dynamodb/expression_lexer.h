#pragma once
// The words of DynamoDB's expressions: names, #names, :values, whole numbers and symbols. Words that are
// keywords (AND, SET) are names to the lexer; each grammar knows its own.
#include <string>
#include <string_view>
#include <vector>

namespace cloche::dynamodb {

struct Token {
  enum class Kind { name, name_reference, value_reference, integer, symbol, unknown, end };
  Kind kind = Kind::end;
  std::string_view text;  // a part of the expression

  bool is(std::string_view symbol) const { return kind == Kind::symbol && text == symbol; }
  /// Whether it is the keyword, in whatever case.
  bool is_keyword(std::string_view upper_case) const;
};

/// The tokens of `expression`, which must live as long as they do; the last is the end. It never fails: what
/// is no word of the language is an unknown token, one for each character.
std::vector<Token> tokenize(std::string_view expression);

}  // namespace cloche::dynamodb
