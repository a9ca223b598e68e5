#include "fakes/dynamodb/expression_attributes.h"

#include <fmt/format.h>

#include <algorithm>

#include "fakes/dynamodb/attribute_name.h"
#include "fakes/dynamodb/attribute_value.h"
#include "fakes/dynamodb/attribute_value_input.h"
#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

namespace {

// AWS's own client of DynamoDB's cache checks the same before it sends; the words are from there.
constexpr std::size_t max_placeholder_size = 255;
constexpr std::size_t max_substitution_size = 2 * 1024 * 1024;

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
    if (key.size() > max_placeholder_size) {  // seen; that the size follows is assumed
      throw validation_error(
          fmt::format("{} contains invalid key: The expression attribute map contains a key that is too "
                      "long; size of key: {}",
                      member, key.size()));
    }
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

void check_name(const std::string& placeholder, const std::string& name) {
  if (name.empty()) {
    throw validation_error(fmt::format(
        "ExpressionAttributeNames contains invalid value: Empty attribute name for key {}", placeholder));
  }
  check_attribute_name(name);
}

void check_size(std::string_view what, std::size_t size) {
  if (size > max_substitution_size) throw validation_error(fmt::format("{} exceeds max size", what));
}

void check_used(std::string_view member, const std::set<std::string_view>& unused) {
  if (unused.empty()) return;
  throw validation_error(fmt::format("Value provided in {} unused in expressions: keys: {{{}}}", member,
                                     fmt::join(unused, ", ")));
}

}  // namespace

ExpressionAttributes::ExpressionAttributes(const Json* names, const Json* values) {
  if (names != nullptr) read_names(*names);
  if (values != nullptr) read_values(*values);
  check_size("Combined size of ExpressionAttributeNames and ExpressionAttributeValues", size_);
}

void ExpressionAttributes::read_names(const Json& names) {
  names_ = &names;
  unused_names_ = placeholders("ExpressionAttributeNames", names, '#');
  for (const auto& [placeholder, name] : names.get_ref<const Json::object_t&>()) {
    const auto& text = name.get_ref<const std::string&>();
    check_name(placeholder, text);
    size_ += placeholder.size() + text.size();
  }
  check_size("ExpressionAttributeNames", size_);
}

void ExpressionAttributes::read_values(const Json& values) {
  values_ = &values;
  unused_values_ = placeholders("ExpressionAttributeValues", values, ':');
  if (!is_normal(values)) normalize_values(values);
  const std::size_t size = item_size(*values_);
  check_size("ExpressionAttributeValues", size);
  size_ += size;
}

void ExpressionAttributes::normalize_values(const Json& values) {
  check_names(values);
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
