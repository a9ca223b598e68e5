#include "emulator/deploy/sam/properties.h"

#include <algorithm>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

bool anything(const Json& /*value*/) { return true; }
bool a_string(const Json& value) { return value.is_string(); }
bool a_map(const Json& value) { return value.is_object(); }
bool a_boolean(const Json& value) { return value.is_boolean(); }
bool an_integer(const Json& value) { return value.is_number_integer() || value.is_boolean(); }
bool a_list(const Json& value) { return value.is_array(); }
bool a_string_or_map(const Json& value) { return value.is_string() || value.is_object(); }
bool a_boolean_or_map(const Json& value) { return value.is_boolean() || value.is_object(); }
bool a_map_of_maps(const Json& value) { return value.is_object() && std::ranges::all_of(value, a_map); }
bool a_map_of_strings(const Json& value) { return value.is_object() && std::ranges::all_of(value, a_string); }
bool a_string_or_strings(const Json& value) {
  return value.is_string() || (value.is_array() && std::ranges::all_of(value, a_string));
}
bool strings_or_maps(const Json& value) {
  return value.is_array() && std::ranges::all_of(value, a_string_or_map);
}
bool a_string_map_or_list_of_them(const Json& value) {
  return a_string_or_map(value) || strings_or_maps(value);
}
bool delete_or_retain(const Json& value) { return value == "Delete" || value == "Retain"; }

namespace {

std::string wrong_kind(std::string_view name, Kind kind) {
  const std::string property = "Property '" + std::string(name) + "' should be a ";
  if (kind == a_map) return property + "map.";
  if (kind == a_string) return property + "string.";
  if (kind == delete_or_retain) return property + "one of the strings: 'Delete' or 'Retain'.";
  return "Type of property '" + std::string(name) + "' is invalid.";
}

void check(const std::string& logical_id, const Json& properties, const PropertyRule& rule) {
  const Json& value = member(properties, rule.name);
  const bool as_is = rule.given == Given::optional_as_is || rule.given == Given::required_as_is;
  if (!as_is && value.is_object() && value.size() == 1) return;
  if (value.is_null()) {
    if (rule.given == Given::required || rule.given == Given::required_as_is) {
      throw ResourceError{logical_id, "Missing required property '" + std::string(rule.name) + "'."};
    }
  } else if (!rule.kind(value)) {
    throw ResourceError{logical_id, wrong_kind(rule.name, rule.kind)};
  }
}

void check_names(const std::string& logical_id, const Json& properties, std::string_view type,
                 PropertyRules rules) {
  std::vector<std::string> unknown;
  for (const auto& [name, value] : properties.items()) {
    if (std::ranges::none_of(rules,
                             [&given = name](const PropertyRule& rule) { return rule.name == given; })) {
      unknown.push_back(name);
    }
  }
  if (unknown.empty()) return;
  throw ResourceError{
      logical_id, "property " + unknown.front() + " not defined for resource of type " + std::string(type),
      unknown};
}

template <class Error>
const Json& expect(bool right, const Json& value, const std::string& id, const std::string& message) {
  if (!right) throw Error{id, message};
  return value;
}

std::string should_be(const std::string& path, const char* kind) {
  return "Property '" + path + "' should be a " + kind + ".";
}

}  // namespace

const Json& Declared::operator[](std::string_view name) const { return member(properties, name); }

Declared declare(const std::string& logical_id, Json& definition, std::string_view type,
                 PropertyRules rules) {
  check_logical_id(logical_id);
  if (!definition.contains("Type")) throw ResourceError{logical_id, "Resource dict missing key 'Type'."};
  if (definition["Type"] != type) {
    throw ResourceError{logical_id, "Resource has incorrect Type; expected '" + std::string(type) +
                                        "', got '" + shown(definition["Type"]) + "'"};
  }
  if (definition.contains("Properties") && !definition["Properties"].is_object()) {
    throw ResourceError{logical_id, "Properties of a resource must be an object."};
  }
  Json& properties = definition.emplace("Properties", Json::object()).first.value();
  check_names(logical_id, properties, type, rules);
  Declared declared{logical_id, properties, Json::object(), member(definition, "DependsOn")};
  for (const char* name :
       {"DeletionPolicy", "UpdatePolicy", "Condition", "UpdateReplacePolicy", "Metadata"}) {
    if (definition.contains(name)) declared.attributes[name] = definition[name];
  }
  for (const PropertyRule& rule : rules) check(logical_id, properties, rule);
  return declared;
}

const Json& expect_map(const Json& value, const std::string& logical_id, const std::string& path) {
  return expect<ResourceError>(value.is_object(), value, logical_id, should_be(path, "map"));
}
const Json& expect_list(const Json& value, const std::string& logical_id, const std::string& path) {
  return expect<ResourceError>(value.is_array(), value, logical_id, should_be(path, "list"));
}
const Json& expect_strings(const Json& value, const std::string& logical_id, const std::string& path) {
  expect_list(value, logical_id, path);
  for (std::size_t i = 0; i < value.size(); ++i) {
    expect_string(value[i], logical_id, path + "[" + std::to_string(i) + "]");
  }
  return value;
}
std::string expect_string(const Json& value, const std::string& logical_id, const std::string& path) {
  return expect<ResourceError>(value.is_string(), value, logical_id, should_be(path, "string"))
      .get<std::string>();
}
bool expect_boolean(const Json& value, const std::string& logical_id, const std::string& path) {
  return expect<ResourceError>(value.is_boolean(), value, logical_id, should_be(path, "boolean")).get<bool>();
}
const Json& expect_given(const Json& value, const std::string& logical_id, const std::string& path) {
  return expect<ResourceError>(!value.is_null(), value, logical_id, "Property '" + path + "' is required.");
}
const Json& expect_event_map(const Json& value, const std::string& event_id, const std::string& path,
                             const std::string& message) {
  return expect<EventError>(value.is_object(), value, event_id,
                            message.empty() ? should_be(path, "map") : message);
}
const Json& expect_event_list(const Json& value, const std::string& event_id, const std::string& path) {
  return expect<EventError>(value.is_array(), value, event_id, should_be(path, "list"));
}
std::string expect_event_string(const Json& value, const std::string& event_id, const std::string& path) {
  return expect<EventError>(value.is_string(), value, event_id, should_be(path, "string")).get<std::string>();
}
const Json& expect_event_given(const Json& value, const std::string& event_id, const std::string& path) {
  return expect<EventError>(!value.is_null(), value, event_id, "Property '" + path + "' is required.");
}

}  // namespace cloche::deploy::sam
