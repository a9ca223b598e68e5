#include "scenarios/engine/member_check.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "fakes/core/clock.h"
#include "scenarios/engine/reference.h"
#include "scenarios/engine/site.h"
#include "scenarios/engine/suggestion.h"

namespace cloche::scenarios {

namespace {

bool is_text_value(const Json& value) { return value.is_string() || value.is_number() || value.is_boolean(); }

template <class Is>
bool are_all(const Json& values, Is is) {
  return values.is_object() && std::ranges::all_of(values, is);
}

bool is_text_or_texts(const Json& value) {
  return is_text_value(value) || (value.is_array() && std::ranges::all_of(value, is_text_value));
}

/// 2.0 is one too, as it is for JSON Schema.
bool is_whole(const Json& value) {
  return value.is_number_integer() ||
         (value.is_number_float() && std::trunc(value.get<double>()) == value.get<double>());
}

bool has_form(const Json& value, const MemberRule& rule) {
  switch (rule.form) {
    case Form::text:
      return value.is_string();
    case Form::flag:
      return value.is_boolean();
    case Form::count:
      return is_whole(value) && value >= rule.least && value <= rule.most;
    case Form::duration:
      return value.is_string() && parse_duration(value.get_ref<const std::string&>());
    case Form::instant:
      return value.is_string() && parse_iso8601(value.get_ref<const std::string&>());
    case Form::object:
      return value.is_object();
    case Form::list:
    case Form::steps:
      return value.is_array();
    case Form::texts:
      return are_all(value, is_text_or_texts);
    case Form::strings:
      return are_all(value, [](const Json& one) { return one.is_string(); });
    case Form::one_of:
      return value.is_string() &&
             std::ranges::find(rule.words, value.get_ref<const std::string&>()) != rule.words.end();
    case Form::any:
    case Form::matcher:
      return true;
  }
  return true;
}

std::string wanted(const MemberRule& rule) {
  switch (rule.form) {
    case Form::text:
      return "a string";
    case Form::flag:
      return "true or false";
    case Form::count:
      return fmt::format("a whole number from {} to {}", rule.least, rule.most);
    case Form::duration:
      return "a duration like \"90s\", \"15m\", \"7d\" or \"1h30m\"";
    case Form::instant:
      return "a time like \"2026-01-05T09:00:00Z\"";
    case Form::object:
      return "an object";
    case Form::list:
      return "an array";
    case Form::steps:
      return "an array of steps";
    case Form::texts:
      return "an object of strings, numbers, booleans or arrays of them";
    case Form::strings:
      return "an object of strings";
    case Form::one_of:
      return in_words(rule.words, "or");
    case Form::any:
    case Form::matcher:
      break;
  }
  return "a value";
}

}  // namespace

void check_form(const LocatedJson& value, const MemberRule& rule, const std::string& file) {
  if (rule.form == Form::matcher) return check_matcher(value, file);
  const bool comes_later =
      value.is_string() && has_reference(value.string()) && !rule.known_before && rule.form != Form::steps;
  const bool fits = rule.form == Form::steps ? value.is_array() : has_form(value.json(), rule);
  if (!comes_later && !fits)
    throw FileError(value.in(file), fmt::format("\"{}\" is {}", rule.name, wanted(rule)));
}

void check_arguments(const Json& arguments, std::span<const MemberRule> rules) {
  for (const MemberRule& rule : rules) {
    const auto given = arguments.find(rule.name);
    if (given != arguments.end() && !has_form(*given, rule))
      throw StepFailed(fmt::format("\"{}\" is {}, not {}", rule.name, wanted(rule), short_text(*given)));
  }
}

void check_members(const LocatedJson& given, std::span<const MemberRule> rules, std::string_view what,
                   const std::string& file) {
  if (!given.is_object()) throw FileError(given.in(file), fmt::format("expected {}, an object", what));
  for (const LocatedJson::Member& member : given.members()) {
    const auto rule = std::ranges::find(rules, member.name, &MemberRule::name);
    if (rule == rules.end()) {
      std::vector<std::string_view> names;
      for (const MemberRule& known : rules) names.push_back(known.name);
      throw FileError(member.in(file), fmt::format("{} has no member \"{}\"{}", what, member.name,
                                                   suggestion(member.name, names)));
    }
    check_form(member.value, *rule, file);
  }
  for (const MemberRule& rule : rules) {
    if (rule.required && given.find(rule.name) == nullptr)
      throw FileError(given.in(file), fmt::format("{} needs a member \"{}\"", what, rule.name));
  }
}

}  // namespace cloche::scenarios
