#include "fakes/logs/filter_pattern.h"

#include <nlohmann/json.hpp>

#include "fakes/logs/errors.h"

namespace cloche::logs {

namespace {

// The message as JSON; nullopt where it is no object. A message may be of many lines and have text around
// its JSON nowhere.
std::optional<Json> parse_message(std::string_view message) {
  const std::string_view text = without_spaces_around(message);
  if (!text.starts_with('{')) return std::nullopt;
  try {
    return parse_json(text);
  } catch (const JsonSyntaxError&) {
    return std::nullopt;
  }
}

std::string_view between(std::string_view text, char open, char close) {
  if (text.size() < 2 || text.back() != close) {
    throw invalid_parameter("If a filter pattern starts with '" + std::string(1, open) +
                            "' it must end with '" + std::string(1, close) + "'");
  }
  return text.substr(1, text.size() - 2);
}

}  // namespace

FilterPattern FilterPattern::parse(std::string_view text) {
  text = without_spaces_around(text);
  FilterPattern pattern;
  if (text.starts_with('{')) {
    pattern.kind_ = FilterJson::parse(between(text, '{', '}'));
  } else if (text.starts_with('[')) {
    pattern.kind_ = FilterFields::parse(between(text, '[', ']'));
  } else {
    pattern.kind_ = FilterTerms::parse(text);
  }
  return pattern;
}

bool FilterPattern::matches(std::string_view message) const {
  if (const auto* terms = std::get_if<FilterTerms>(&kind_)) return terms->matches(message);
  if (const auto* fields = std::get_if<FilterFields>(&kind_)) return fields->match(message).has_value();
  const auto json = parse_message(message);
  return json && std::get<FilterJson>(kind_).matches(*json);
}

std::optional<FilterPattern::Values> FilterPattern::match(std::string_view message) const {
  Values values;
  if (const auto* fields = std::get_if<FilterFields>(&kind_)) {
    const auto found = fields->match(message);
    if (!found) return std::nullopt;
    for (const auto& [name, text] : *found) values.emplace("$" + name, text);
  } else if (const auto* pattern = std::get_if<FilterJson>(&kind_)) {
    const auto json = parse_message(message);
    if (!json || !pattern->matches(*json)) return std::nullopt;
    for (const FilterSelector& selector : pattern->selectors()) {
      const auto selected = selector.select(*json);
      if (!selected.empty()) values.emplace(selector.text(), text_of_json(*selected.front()));
    }
  } else if (!matches(message)) {
    return std::nullopt;
  }
  return values;
}

std::optional<std::string> FilterPattern::value(std::string_view message, std::string_view name) const {
  if (std::holds_alternative<FilterJson>(kind_)) {
    const auto json = parse_message(message);
    FilterLexer lexer(name);
    if (!json) return std::nullopt;
    const FilterSelector selector = FilterSelector::parse(lexer);
    const auto selected = selector.select(*json);
    return selected.empty() ? std::nullopt : std::optional(text_of_json(*selected.front()));
  }
  const auto values = match(message);
  if (!values) return std::nullopt;
  const auto found = values->find(std::string(name));
  return found == values->end() ? std::nullopt : std::optional(found->second);
}

}  // namespace cloche::logs
