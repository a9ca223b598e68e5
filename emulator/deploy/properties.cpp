#include "emulator/deploy/properties.h"

#include <fmt/format.h>

#include <algorithm>

#include "emulator/deploy/property_error.h"

namespace cloche::deploy {

namespace {

std::string scalar_text(const Json& value, const std::string& path, std::string_view name) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean() || value.is_number()) return value.dump();
  throw PropertyError{path, fmt::format("Value of property {} must be of type String", name)};
}

}  // namespace

Json picked(const Json& properties, std::initializer_list<std::string_view> names) {
  Json chosen = Json::object();
  for (const std::string_view name : names) {
    if (const auto found = properties.find(name); found != properties.end()) chosen[name] = *found;
  }
  return chosen;
}

bool is_changed(const Json& before, const Json& after, std::string_view name) {
  return property_or_null(before, name) != property_or_null(after, name);
}

bool is_any_changed(const Json& before, const Json& after, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(names, [&](std::string_view name) { return is_changed(before, after, name); });
}

const Json& property_or_null(const Json& properties, std::string_view name) {
  static const Json none;
  const auto found = properties.find(name);
  return found == properties.end() ? none : *found;
}

const Json& list_property(const Json& properties, std::string_view name) {
  static const Json empty = Json::array();
  const Json& value = property_or_null(properties, name);
  if (value.is_null()) return empty;
  if (!value.is_array())
    throw PropertyError{fmt::format("/{}", name),
                        fmt::format("Value of property {} must be of type List", name)};
  return value;
}

std::string text_property(const Json& properties, std::string_view name) {
  const Json& value = property_or_null(properties, name);
  return value.is_null() ? "" : scalar_text(value, fmt::format("/{}", name), name);
}

bool boolean_property(const Json& properties, std::string_view name) {
  const Json& value = property_or_null(properties, name);
  return value == true || value == "true" || value == "True";
}

std::string document_text(const Json& document) {
  return document.is_string() ? document.get<std::string>() : document.dump();
}

Json tag_map(const Json& properties) {
  Json tags = Json::object();
  const Json& list = list_property(properties, "Tags");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string path = fmt::format("/Tags/{}", i);
    if (!list[i].is_object() || !list[i].contains("Key") || !list[i].contains("Value"))
      throw PropertyError{path, "Value of property Tags must be a list of Key and Value"};
    tags[scalar_text(list[i]["Key"], path + "/Key", "Key")] =
        scalar_text(list[i]["Value"], path + "/Value", "Value");
  }
  return tags;
}

TagChange tag_change(const Json& before, const Json& after) {
  const Json old = tag_map(before);
  const Json now = tag_map(after);
  TagChange change;
  for (const auto& [key, value] : now.items()) {
    if (!old.contains(key) || old[key] != value) change.put[key] = value;
  }
  for (const auto& [key, value] : old.items()) {
    if (!now.contains(key)) change.removed.push_back(key);
  }
  return change;
}

Json TagChange::put_list() const {
  Json list = Json::array();
  for (const auto& [key, value] : put.items()) list.push_back({{"Key", key}, {"Value", value}});
  return list;
}

}  // namespace cloche::deploy
