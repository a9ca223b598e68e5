#include "fakes/logs/filter_lexer.h"

#include <fmt/core.h>

#include "fakes/logs/errors.h"

namespace cloche::logs {

ApiError invalid_filter_pattern() { return invalid_parameter("Invalid filter pattern"); }

ApiError invalid_characters(std::string_view characters) {
  return invalid_parameter(fmt::format("Invalid character(s) in term '{}'", characters));
}

bool is_filter_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_filter_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::string_view without_spaces_around(std::string_view text) {
  while (!text.empty() && is_filter_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_filter_space(text.back())) text.remove_suffix(1);
  return text;
}

void FilterLexer::skip_spaces() {
  while (!rest_.empty() && is_filter_space(rest_.front())) rest_.remove_prefix(1);
}

std::string_view FilterLexer::take_length(std::size_t length) {
  const std::string_view taken = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return taken;
}

bool FilterLexer::done() {
  skip_spaces();
  return rest_.empty();
}

bool FilterLexer::take(std::string_view symbol) {
  skip_spaces();
  if (!rest_.starts_with(symbol)) return false;
  rest_.remove_prefix(symbol.size());
  return true;
}

void FilterLexer::expect(std::string_view symbol) {
  if (!take(symbol)) throw invalid_filter_pattern();
}

bool FilterLexer::take_keyword(std::string_view keyword) {
  skip_spaces();
  if (!rest_.starts_with(keyword)) return false;
  if (rest_.size() > keyword.size() && is_filter_word(rest_[keyword.size()])) return false;
  rest_.remove_prefix(keyword.size());
  return true;
}

std::string FilterLexer::quoted() {
  std::string text;
  for (std::size_t at = 1; at < rest_.size(); ++at) {
    if (rest_[at] == '"') {
      rest_.remove_prefix(at + 1);
      return text;
    }
    if (rest_[at] == '\\' && at + 1 < rest_.size() && (rest_[at + 1] == '"' || rest_[at + 1] == '\\')) ++at;
    text += rest_[at];
  }
  throw invalid_characters("\"");  // assumed: the words for a quote that is not closed
}

std::string_view FilterLexer::regex() {
  for (std::size_t at = 1; at < rest_.size(); ++at) {
    if (rest_[at] == '\\') {
      ++at;
    } else if (rest_[at] == '%') {
      return take_length(at + 1).substr(1, at - 1);
    }
  }
  throw invalid_characters("%");  // assumed: as above
}

std::string_view FilterLexer::word(std::string_view end) {
  std::size_t length = 0;
  while (length < rest_.size() && !is_filter_space(rest_[length]) &&
         end.find(rest_[length]) == std::string_view::npos) {
    ++length;
  }
  return take_length(length);
}

std::string_view FilterLexer::until(char end) {
  const auto length = rest_.find(end);
  if (length == std::string_view::npos) throw invalid_filter_pattern();
  return take_length(length + 1).substr(0, length);
}

std::string_view FilterLexer::name(std::string_view also) {
  std::size_t length = 0;
  while (length < rest_.size() &&
         (is_filter_word(rest_[length]) || also.find(rest_[length]) != std::string_view::npos)) {
    ++length;
  }
  return take_length(length);
}

}  // namespace cloche::logs
