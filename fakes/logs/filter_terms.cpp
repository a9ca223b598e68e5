#include "fakes/logs/filter_terms.h"

#include <algorithm>

#include "fakes/logs/filter_lexer.h"

namespace cloche::logs {

namespace {

// What stands where a term should be: one character, whole.
std::string_view first_character(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80) ++length;
  return text.substr(0, length);
}

std::variant<std::string, FilterRegex> parse_term(FilterLexer& lexer, std::string_view prefix) {
  if (lexer.peek() == '"') {
    std::string phrase = lexer.quoted();
    if (phrase.empty()) throw invalid_characters("\"\"");
    return phrase;
  }
  if (lexer.peek() == '%') return FilterRegex::parse(lexer.regex());
  const std::string_view word = lexer.name();
  if (!word.empty()) return std::string(word);
  const bool something_stands_there = !lexer.rest().empty() && !is_filter_space(lexer.peek());
  throw invalid_characters(something_stands_there ? first_character(lexer.rest()) : prefix);
}

}  // namespace

FilterTerms FilterTerms::parse(std::string_view pattern) {
  FilterTerms terms;
  FilterLexer lexer(pattern);
  while (!lexer.done()) {
    if (lexer.take("?")) {
      terms.one_.push_back(parse_term(lexer, "?"));
    } else if (lexer.take("-")) {
      terms.none_.push_back(parse_term(lexer, "-"));
    } else {
      terms.all_.push_back(parse_term(lexer, ""));
    }
    // "Status:": terms are apart.
    if (!lexer.rest().empty() && !is_filter_space(lexer.peek())) {
      throw invalid_characters(first_character(lexer.rest()));
    }
  }
  return terms;
}

// A word is found within another as well (as is known of "Exception"). Beside other terms those with '?' are
// ignored (User Guide).
bool FilterTerms::matches(std::string_view message) const {
  const auto is_there = [&](const Term& term) { return contains(message, term); };
  if (all_.empty() && none_.empty() && !one_.empty()) return std::ranges::any_of(one_, is_there);
  return std::ranges::all_of(all_, is_there) && std::ranges::none_of(none_, is_there);
}

bool FilterTerms::contains(std::string_view message, const Term& term) {
  if (const auto* text = std::get_if<std::string>(&term))
    return message.find(*text) != std::string_view::npos;
  return std::get<FilterRegex>(term).found_in(message);
}

}  // namespace cloche::logs
