#pragma once
// What the resource types do with properties: picking them, comparing them, and turning CloudFormation's
// lists of tags into what the services take.
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"

namespace cloche::deploy {

/// Those of `names` that are there.
Json picked(const Json& properties, std::initializer_list<std::string_view> names);
/// Whether the property was added, taken away or given another value.
bool is_changed(const Json& before, const Json& after, std::string_view name);
bool is_any_changed(const Json& before, const Json& after, std::initializer_list<std::string_view> names);
/// The property, or null.
const Json& property_or_null(const Json& properties, std::string_view name);
/// A list, or what is not there as an empty one; throws PropertyError where it is something else.
const Json& list_property(const Json& properties, std::string_view name);
/// The property as text; throws PropertyError where it is no scalar. "" where it is not there.
std::string text_property(const Json& properties, std::string_view name);
bool boolean_property(const Json& properties, std::string_view name);

/// A document (a policy, a pattern) as the text that operations take; a text stays as it is.
std::string document_text(const Json& document);

/// Tags as {"Key": "Value"}; throws PropertyError where Tags is no list of Key and Value.
Json tag_map(const Json& properties);

/// What to do to come from the tags of one to those of the other.
struct TagChange {
  Json put = Json::object();  // {"Key": "Value"}
  std::vector<std::string> removed;

  /// `put` as [{"Key", "Value"}].
  Json put_list() const;
};
TagChange tag_change(const Json& before, const Json& after);

}  // namespace cloche::deploy
