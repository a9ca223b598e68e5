#pragma once
// A template's values as the transform looks at them: what is missing is null, and what is empty counts as
// nothing.
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "fakes/core/json.h"

namespace cloche::deploy::sam {

/// The member of an object; null where there is none, or no object.
const Json& member(const Json& object, std::string_view name);
/// Whether a value is more than null, false, 0, "" or an empty list or object.
bool truthy(const Json& value);
inline bool is_string(const Json& value) { return value.is_string(); }
/// The text of a string; "" of anything else.
std::string text_of(const Json& value);

/// How SAM's messages show a value: 'text' bare at the top, quoted within a list or object.
std::string shown(const Json& value);
std::string shown_quoted(const Json& value);

/// Only letters and digits, and at least one.
bool is_alphanumeric(std::string_view text);

// Intrinsic functions: objects of one member, Ref, Condition or Fn::…
bool is_intrinsic(const Json& value);
bool is_intrinsic_if(const Json& value);
bool is_no_value(const Json& value);  // {"Ref": "AWS::NoValue"}
/// The logical id that a Ref or Fn::GetAtt names; "" where it is neither.
std::string logical_id_in(const Json& value);

Json reference(std::string_view logical_id);
Json get_att(std::string_view logical_id, std::string_view attribute);
Json sub(std::string_view text);
Json sub(std::string_view text, Json variables);
Json conditional(std::string_view condition, Json then);  // else AWS::NoValue
Json conditional(std::string_view condition, Json then, Json otherwise);
/// {"Fn::Or": [{"Condition": …}…]}
Json any_of_conditions(const std::vector<std::string>& conditions);

/// `condition_name` as the disjunction of at least two conditions; with more than ten (the most that Fn::Or
/// takes), of groups of ten, which are conditions of their own.
Json combined_conditions(std::vector<std::string> conditions, const std::string& name);

/// A tag list of a map; a tag without value has an empty one.
Json tag_list(const Json& tags);

/// The value as a list: itself, or a list of it.
Json as_list(const Json& value);

/// What a dotted path leads to; null where it ends early. Throws DeepPathError at what is no object.
struct DeepPathError {
  std::string message;  // "The value of 'a.b' should be a map"
};
const Json& at_path(const Json& value, const std::vector<std::string>& path);

}  // namespace cloche::deploy::sam
