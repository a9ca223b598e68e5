#include "fakes/dynamodb/expression_lexer.h"

#include <algorithm>

namespace cloche::dynamodb {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

// A character of several bytes is one token.
std::size_t character_length(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) ++length;
  return length;
}

Token next_token(std::string_view rest) {
  const auto run = [&](std::size_t from, auto belongs) {
    std::size_t length = from;
    while (length < rest.size() && belongs(rest[length])) ++length;
    return length;
  };
  const char first = rest.front();
  if (is_letter(first)) return {Token::Kind::name, rest.substr(0, run(1, is_word))};
  if (is_digit(first)) return {Token::Kind::integer, rest.substr(0, run(1, is_digit))};
  if (first == '#' || first == ':') {
    const std::size_t length = run(1, is_word);
    if (length == 1) return {Token::Kind::unknown, rest.substr(0, 1)};
    return {first == '#' ? Token::Kind::name_reference : Token::Kind::value_reference,
            rest.substr(0, length)};
  }
  for (const std::string_view symbol : {"<>", "<=", ">="}) {
    if (rest.starts_with(symbol)) return {Token::Kind::symbol, rest.substr(0, 2)};
  }
  if (std::string_view("()[].,=<>+-").find(first) != std::string_view::npos) {
    return {Token::Kind::symbol, rest.substr(0, 1)};
  }
  return {Token::Kind::unknown, rest.substr(0, character_length(rest))};
}

}  // namespace

bool Token::is_keyword(std::string_view upper_case) const {
  return kind == Kind::name &&
         std::equal(text.begin(), text.end(), upper_case.begin(), upper_case.end(),
                    [](char c, char upper) { return c == upper || c == upper + ('a' - 'A'); });
}

std::vector<Token> tokenize(std::string_view expression) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  for (;;) {
    while (at < expression.size() && is_space(expression[at])) ++at;
    if (at == expression.size()) break;
    tokens.push_back(next_token(expression.substr(at)));
    at += tokens.back().text.size();
  }
  tokens.push_back({Token::Kind::end, expression.substr(expression.size())});
  return tokens;
}

}  // namespace cloche::dynamodb
