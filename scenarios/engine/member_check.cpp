#include "scenarios/engine/member_check.h"

#include <fmt/core.h>

#include <algorithm>

#include "fakes/core/clock.h"
#include "scenarios/engine/reference.h"
#include "scenarios/engine/suggestion.h"

namespace cloche::scenarios {

namespace {

bool is_text_value(const LocatedJson& value) {
  return !value.is_object() && !value.is_array() && !value.scalar().is_null();
}

bool are_texts(const LocatedJson& value) {
  return value.is_object() && std::ranges::all_of(value.members(), [](const LocatedJson::Member& member) {
           return is_text_value(member.value) ||
                  (member.value.is_array() && std::ranges::all_of(member.value.elements(), is_text_value));
         });
}

bool has_form(const LocatedJson& value, const MemberRule& rule) {
  switch (rule.form) {
    case Form::text:
      return value.is_string();
    case Form::flag:
      return value.scalar().is_boolean();
    case Form::count:
      return value.scalar().is_number_integer() && value.scalar() >= 0 && value.scalar() <= 1'000'000'000;
    case Form::duration:
      return value.is_string() && parse_duration(value.string());
    case Form::instant:
      return value.is_string() && parse_iso8601(value.string());
    case Form::object:
      return value.is_object();
    case Form::list:
    case Form::steps:
      return value.is_array();
    case Form::texts:
      return are_texts(value);
    case Form::one_of:
      return value.is_string() && std::ranges::find(rule.words, value.string()) != rule.words.end();
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
      return "a whole number, 0 or more";
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
  const bool comes_later = value.is_string() && has_reference(value.string()) && rule.form != Form::steps;
  if (!comes_later && !has_form(value, rule))
    throw FileError(value.in(file), fmt::format("\"{}\" is {}", rule.name, wanted(rule)));
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
