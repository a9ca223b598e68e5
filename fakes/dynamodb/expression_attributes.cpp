#include "fakes/dynamodb/expression_attributes.h"

#include <fmt/format.h>

#include <algorithm>

#include "fakes/dynamodb/attribute_value_input.h"
#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

// "#" or ":" and at least one letter, digit or underscore.
bool is_placeholder(std::string_view key, char first) {
  return key.size() > 1 && key[0] == first && std::all_of(key.begin() + 1, key.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

// The keys of a member that has to be a map of placeholders.
std::set<std::string_view> placeholders(std::string_view member, const Json& map, char first) {
  if (map.empty()) throw validation_error(fmt::format("{} must not be empty", member));
  std::set<std::string_view> keys;
  for (const auto& [key, value] : map.get_ref<const Json::object_t&>()) {
    if (!is_placeholder(key, first)) {
      throw validation_error(fmt::format("{} contains invalid key: Syntax error; key: \"{}\"", member, key));
    }
    keys.insert(keys.end(), key);
  }
  return keys;
}

const Json* find(const Json* map, const std::string& key) {
  if (map == nullptr) return nullptr;
  const auto found = map->find(key);
  return found == map->end() ? nullptr : &*found;
}

void check_used(std::string_view member, const std::set<std::string_view>& unused) {
  if (unused.empty()) return;
  throw validation_error(fmt::format("Value provided in {} unused in expressions: keys: {{{}}}", member,
                                     fmt::join(unused, ", ")));
}

}  // namespace

ExpressionAttributes::ExpressionAttributes(const Json* names, const Json* values) {
  if (names != nullptr) {
    names_ = names;
    unused_names_ = placeholders("ExpressionAttributeNames", *names, '#');
  }
  if (values != nullptr) read_values(*values);
}

void ExpressionAttributes::read_values(const Json& values) {
  values_ = &values;
  unused_values_ = placeholders("ExpressionAttributeValues", values, ':');
  if (std::all_of(values.begin(), values.end(), [](const Json& value) { return is_normal(value); })) return;
  normal_values_ = values;
  values_ = &normal_values_;
  for (auto entry = normal_values_.begin(); entry != normal_values_.end(); ++entry) {
    try {
      normalize_value(entry.value());
    } catch (const ApiError& error) {
      throw validation_error(fmt::format("ExpressionAttributeValues contains invalid value: {} for key {}",
                                         error.message, entry.key()));
    }
  }
}

const std::string& ExpressionAttributes::name(ExpressionKind kind, const std::string& written) {
  if (!written.starts_with('#')) return written;
  const Json* const found = find(names_, written);
  if (found == nullptr) {
    throw validation_error(
        fmt::format("Invalid {}: An expression attribute name used in the document path is not defined; "
                    "attribute name: {}",
                    name_of(kind), written));
  }
  unused_names_.erase(written);
  return found->get_ref<const std::string&>();
}

const Json& ExpressionAttributes::value(ExpressionKind kind, const std::string& written) {
  const Json* const found = find(values_, written);
  if (found == nullptr) {
    throw validation_error(fmt::format(
        "Invalid {}: An expression attribute value used in expression is not defined; attribute value: {}",
        name_of(kind), written));
  }
  unused_values_.erase(written);
  return *found;
}

void ExpressionAttributes::check_all_used() const {
  check_used("ExpressionAttributeNames", unused_names_);
  check_used("ExpressionAttributeValues", unused_values_);
}

}  // namespace cloche::dynamodb
