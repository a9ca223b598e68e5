#include "emulator/deploy/function_forms.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cloche::deploy {

namespace {

bool is_function(const Json& value) { return !function_name(value).empty(); }
bool may_be_text(const Json& value) {
  return value.is_string() || value.is_number() || value.is_boolean() || is_function(value);
}
bool may_be_list(const Json& value) { return value.is_array() || is_function(value); }
bool are_texts(const Json& list) { return std::ranges::all_of(list, may_be_text); }
bool is_list_of(const Json& value, std::size_t least, std::size_t most) {
  return value.is_array() && value.size() >= least && value.size() <= most;
}
bool is_full_text(const Json& value) { return value.is_string() && value != ""; }

bool is_reference(const Json& argument) { return argument.is_string(); }

bool is_attribute(const Json& argument) {
  if (argument.is_string()) {
    const std::string& text = argument.get_ref<const std::string&>();
    const std::size_t dot = text.find('.');
    return dot != 0 && dot < text.size() - 1;
  }
  return argument.is_array() && argument.size() >= 2 && is_full_text(argument[0]) && are_texts(argument) &&
         std::ranges::find(argument, "") == argument.end();
}

bool is_substitution(const Json& argument) {
  return argument.is_string() ||
         (is_list_of(argument, 2, 2) && argument[0].is_string() && argument[1].is_object());
}

bool is_join(const Json& argument) {
  return is_list_of(argument, 2, 2) && argument[0].is_string() && may_be_list(argument[1]) &&
         (!argument[1].is_array() || are_texts(argument[1]));
}

bool is_index(const Json& value) {
  if (value.is_number()) return value.is_number_unsigned() || (value.is_number_integer() && value >= 0);
  if (!value.is_string()) return is_function(value);
  const std::string& text = value.get_ref<const std::string&>();
  return !text.empty() && text.size() < 10 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_selection(const Json& argument) {
  return is_list_of(argument, 2, 2) && is_index(argument[0]) && may_be_list(argument[1]);
}

bool is_split(const Json& argument) {
  return is_list_of(argument, 2, 2) && is_full_text(argument[0]) && may_be_text(argument[1]);
}

bool is_choice(const Json& argument) { return is_list_of(argument, 3, 3); }

bool is_map_lookup(const Json& argument) {
  if (!is_list_of(argument, 3, 4)) return false;
  const bool texts = may_be_text(argument[0]) && may_be_text(argument[1]) && may_be_text(argument[2]);
  return texts && (argument.size() == 3 || (argument[3].is_object() && argument[3].contains("DefaultValue")));
}

bool is_subnets(const Json& argument) { return is_list_of(argument, 2, 3) && are_texts(argument); }
bool is_comparison(const Json& argument) { return is_list_of(argument, 2, 2) && are_texts(argument); }
bool is_negation(const Json& argument) { return is_list_of(argument, 1, 1); }
bool is_combination(const Json& argument) { return is_list_of(argument, 2, 10); }
bool may_be_structured(const Json& value) { return value.is_structured(); }

struct Form {
  std::string_view function;
  bool (*holds)(const Json& argument);
  std::string_view message;
};

constexpr Form forms[] = {
    {"Ref", is_reference, "Template format error: All References must be of type string."},
    {"Fn::GetAtt", is_attribute,
     "Template error: every Fn::GetAtt object must have two non-empty parameters, the resource name and the "
     "resource attribute"},
    {"Fn::Sub", is_substitution,
     "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a "
     "string as first argument, and an optional second argument to specify a mapping of values to replace in "
     "the string"},
    {"Fn::Join", is_join,
     "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list "
     "of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be "
     "joined."},
    {"Fn::Select", is_selection,
     "Template error: Fn::Select requires a list argument with two elements: an integer index and a list"},
    {"Fn::Split", is_split,
     "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a "
     "string to be split or a function that returns a string to be split."},
    {"Fn::If", is_choice, "Template error: Fn::If requires a list argument with three elements"},
    {"Fn::FindInMap", is_map_lookup,
     "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the "
     "attribute for return value"},
    {"Fn::Base64", may_be_text, "Template error: every Fn::Base64 object must have a String-typed value."},
    {"Fn::Cidr", is_subnets,
     "Template error: Fn::Cidr object requires two or three parameters, the IP block, the count and the "
     "cidrBits"},
    {"Fn::GetAZs", may_be_text, "Template error: every Fn::GetAZs object must have a String-typed value."},
    {"Fn::ImportValue", may_be_text,
     "Template error: the attribute in Fn::ImportValue must be a string or a function that returns a "
     "string"},
    {"Fn::Length", may_be_list, "Template error: every Fn::Length object requires a list parameter"},
    {"Fn::ToJsonString", may_be_structured, "Template error: Fn::ToJsonString requires an object or a list"},
    {"Fn::Equals", is_comparison,
     "Template error: every Fn::Equals object requires a list of 2 string parameters."},
    {"Fn::Not", is_negation, "Template error: every Fn::Not object requires one boolean parameter."},
    {"Fn::And", is_combination,
     "Template error: every Fn::And object requires a list of at least 2 and at most 10 boolean "
     "parameters."},
    {"Fn::Or", is_combination,
     "Template error: every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters."},
};

const Form* form_of(std::string_view function) {
  const auto* found = std::ranges::find(forms, function, &Form::function);
  return found == std::end(forms) ? nullptr : found;
}

}  // namespace

std::string function_name(const Json& value) {
  if (!value.is_object() || value.size() != 1) return "";
  const std::string& key = value.begin().key();
  return key == "Ref" || key == "Condition" || key.starts_with("Fn::") ? key : "";
}

bool uses_function(const Json& value, std::string_view name) {
  if (function_name(value) == name) return true;
  return value.is_structured() &&
         std::ranges::any_of(value, [&](const Json& part) { return uses_function(part, name); });
}

std::string_view form_message(std::string_view function) {
  const Form* form = form_of(function);
  return form == nullptr ? "" : form->message;
}

bool has_form(std::string_view function, const Json& argument) {
  const Form* form = form_of(function);
  return form == nullptr || form->holds(argument);
}

}  // namespace cloche::deploy
