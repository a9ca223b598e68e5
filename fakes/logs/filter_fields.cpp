#include "fakes/logs/filter_fields.h"

#include <algorithm>

namespace cloche::logs {

namespace {

struct Piece {
  std::string_view text;
  std::string_view from_here;  // to the end of the message
};

// The fields of a line. A bracket or quote that is not closed is a character like others (assumed).
std::vector<Piece> pieces_of(std::string_view message) {
  std::vector<Piece> pieces;
  message = without_spaces_around(message);
  for (std::size_t at = 0; at < message.size();) {
    if (is_filter_space(message[at])) {
      ++at;
      continue;
    }
    const char first = message[at];
    const char last = first == '[' ? ']' : first == '"' ? '"' : '\0';
    const std::size_t close = last == '\0' ? std::string_view::npos : message.find(last, at + 1);
    if (close != std::string_view::npos) {
      pieces.push_back({message.substr(at + 1, close - at - 1), message.substr(at)});
      at = close + 1;
    } else {
      std::size_t end = at;
      while (end < message.size() && !is_filter_space(message[end])) ++end;
      pieces.push_back({message.substr(at, end - at), message.substr(at)});
      at = end;
    }
  }
  return pieces;
}

}  // namespace

// One comparison, or several with "&&" between them; all name the same field.
std::vector<FilterComparison> FilterFields::parse_conditions(FilterLexer& lexer, std::string& name) {
  std::vector<FilterComparison> conditions;
  do {
    const bool in_parentheses = lexer.take("(");
    if (lexer.done()) throw invalid_filter_pattern();
    const std::string_view named = lexer.name("-");
    if (named.empty() || (!name.empty() && name != named)) throw invalid_filter_pattern();
    name = named;
    if (!lexer.done() && std::string_view("=!<>").find(lexer.peek()) != std::string_view::npos) {
      conditions.push_back(FilterComparison::parse(lexer, ",()&|"));
    }
    if (in_parentheses) lexer.expect(")");
  } while (lexer.take("&&"));
  return conditions;
}

FilterFields::Field FilterFields::parse_field(FilterLexer& lexer) {
  Field field;
  do {
    field.conditions.push_back(parse_conditions(lexer, field.name));
  } while (lexer.take("||"));
  return field;
}

FilterFields FilterFields::parse(std::string_view pattern) {
  FilterFields fields;
  FilterLexer lexer(pattern);
  do {
    if (lexer.take("...")) {
      if (fields.ellipsis_) throw invalid_filter_pattern();
      fields.ellipsis_ = fields.fields_.size();
    } else {
      fields.fields_.push_back(parse_field(lexer));
    }
  } while (lexer.take(","));
  if (!lexer.done()) throw invalid_filter_pattern();
  return fields;
}

bool FilterFields::Field::holds(std::string_view text) const {
  return std::ranges::any_of(conditions, [&](const auto& all) {
    return std::ranges::all_of(all, [&](const auto& comparison) { return comparison.holds_for_field(text); });
  });
}

// Without "..." the last field is all the rest of the line, as the pattern that AWS gives for Lambda's logs,
// [timestamp=*Z, request_id="*-*", event], has it.
std::optional<std::vector<std::pair<std::string, std::string_view>>> FilterFields::match(
    std::string_view message) const {
  const auto pieces = pieces_of(message);
  if (pieces.size() < fields_.size()) return std::nullopt;
  const std::size_t skipped = ellipsis_ ? pieces.size() - fields_.size() : 0;
  std::vector<std::pair<std::string, std::string_view>> found;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (ellipsis_ == i) {
      for (std::size_t j = 0; j < skipped; ++j)
        found.emplace_back(std::to_string(i + j + 1), pieces[i + j].text);
    }
    const std::size_t at = ellipsis_ && i >= *ellipsis_ ? i + skipped : i;
    const bool takes_the_rest = !ellipsis_ && i + 1 == fields_.size() && pieces.size() > fields_.size();
    const std::string_view text = takes_the_rest ? pieces[at].from_here : pieces[at].text;
    if (!fields_[i].holds(text)) return std::nullopt;
    found.emplace_back(fields_[i].name, text);
  }
  if (ellipsis_ == fields_.size()) {
    for (std::size_t i = fields_.size(); i < pieces.size(); ++i)
      found.emplace_back(std::to_string(i + 1), pieces[i].text);
  }
  return found;
}

}  // namespace cloche::logs
