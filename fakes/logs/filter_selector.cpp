#include "fakes/logs/filter_selector.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace cloche::logs {

// After '['.
FilterSelector::Step FilterSelector::parse_bracket(FilterLexer& lexer) {
  Step step = AnyElement{};
  if (lexer.take("'")) {
    step = std::string(lexer.until('\''));
  } else if (!lexer.take("*")) {
    const std::string_view digits = lexer.name();
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (error != std::errc() || end != digits.data() + digits.size()) throw invalid_filter_pattern();
    step = index;
  }
  lexer.expect("]");
  return step;
}

FilterSelector FilterSelector::parse(FilterLexer& lexer) {
  const std::string_view start = lexer.rest();
  FilterSelector selector;
  if (!lexer.take("$")) throw invalid_filter_pattern();
  for (;;) {
    if (lexer.peek() == '.') {
      lexer.expect(".");
      if (lexer.peek() == '[') continue;
      // A hyphen is part of a name (seen by others: "$.detail-type"), and so is '@' (assumed).
      const std::string_view name = lexer.name("-@");
      if (name.empty()) throw lexer.peek() == '"' ? invalid_characters("$.\"") : invalid_filter_pattern();
      selector.steps_.emplace_back(std::string(name));
    } else if (lexer.peek() == '[') {
      lexer.expect("[");
      selector.steps_.push_back(parse_bracket(lexer));
    } else {
      break;
    }
  }
  if (selector.steps_.empty()) throw invalid_filter_pattern();
  selector.text_ = without_spaces_around(start.substr(0, start.size() - lexer.rest().size()));
  return selector;
}

std::vector<const Json*> FilterSelector::select(const Json& message) const {
  std::vector<const Json*> found{&message};
  for (const Step& step : steps_) {
    std::vector<const Json*> next;
    for (const Json* value : found) {
      if (const auto* name = std::get_if<std::string>(&step)) {
        if (!value->is_object()) continue;
        if (const auto member = value->find(*name); member != value->end()) next.push_back(&*member);
      } else if (!value->is_array()) {
        continue;
      } else if (const auto* index = std::get_if<std::size_t>(&step)) {
        if (*index < value->size()) next.push_back(&(*value)[*index]);
      } else {
        for (const Json& element : *value) next.push_back(&element);
      }
    }
    found = std::move(next);
  }
  return found;
}

}  // namespace cloche::logs
