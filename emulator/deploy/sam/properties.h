#pragma once
// Which properties a resource or an event of SAM has, and of what kind they must be.
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "emulator/deploy/sam/resource.h"
#include "fakes/core/json.h"

namespace cloche::deploy::sam {

using Kind = bool (*)(const Json&);
bool anything(const Json& value);
bool a_string(const Json& value);
bool a_map(const Json& value);
bool a_boolean(const Json& value);
bool an_integer(const Json& value);
bool a_list(const Json& value);
bool a_string_or_map(const Json& value);
bool a_boolean_or_map(const Json& value);
bool a_map_of_maps(const Json& value);
bool a_map_of_strings(const Json& value);
bool a_string_or_strings(const Json& value);
bool strings_or_maps(const Json& value);  // a list
bool a_string_map_or_list_of_them(const Json& value);
bool delete_or_retain(const Json& value);

/// How a property may be given.
enum class Given {
  optional,  // or as an intrinsic function: any map of one member counts as one
  required,
  optional_as_is,  // its kind is checked in every case
  required_as_is,
};

struct PropertyRule {
  std::string_view name;
  Kind kind = anything;
  Given given = Given::optional;
};
using PropertyRules = std::span<const PropertyRule>;

/// A resource or an event of SAM whose properties have been checked. `properties` is the template's own
/// object: what one resource changes (an event in an API), another sees.
struct Declared {
  std::string logical_id;
  Json& properties;
  Json attributes = Json::object();  // Condition, DeletionPolicy, UpdatePolicy, UpdateReplacePolicy, Metadata
  Json depends_on;

  /// The property; null where it is not given.
  const Json& operator[](std::string_view name) const;
  /// Its place, made where it is not given.
  Json& at(const char* name) const { return properties[name]; }
  Json passed_on() const { return passed_on_attributes(attributes); }
};

/// Checks a definition (Type, Properties…) against the rules of its type. Throws ResourceError.
Declared declare(const std::string& logical_id, Json& definition, std::string_view type, PropertyRules rules);

// What a value must be, or else ResourceError: "Property 'path' should be a map."
const Json& expect_map(const Json& value, const std::string& logical_id, const std::string& path);
const Json& expect_list(const Json& value, const std::string& logical_id, const std::string& path);
const Json& expect_strings(const Json& value, const std::string& logical_id, const std::string& path);
std::string expect_string(const Json& value, const std::string& logical_id, const std::string& path);
bool expect_boolean(const Json& value, const std::string& logical_id, const std::string& path);
const Json& expect_given(const Json& value, const std::string& logical_id, const std::string& path);
// The same of an event, or else EventError.
const Json& expect_event_map(const Json& value, const std::string& event_id, const std::string& path,
                             const std::string& message = "");
const Json& expect_event_list(const Json& value, const std::string& event_id, const std::string& path);
std::string expect_event_string(const Json& value, const std::string& event_id, const std::string& path);
const Json& expect_event_given(const Json& value, const std::string& event_id, const std::string& path);

}  // namespace cloche::deploy::sam
