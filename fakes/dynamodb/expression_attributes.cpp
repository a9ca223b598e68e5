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
std::set<std::string, std::less<>> placeholders(std::string_view member, const Json& map, char first) {
  if (map.empty()) throw validation_error(fmt::format("{} must not be empty", member));
  std::set<std::string, std::less<>> keys;
  for (auto entry = map.begin(); entry != map.end(); ++entry) {
    if (!is_placeholder(entry.key(), first)) {
      throw validation_error(
          fmt::format("{} contains invalid key: Syntax error; key: \"{}\"", member, entry.key()));
    }
    keys.insert(entry.key());
  }
  return keys;
}

void check_used(std::string_view member, const std::set<std::string, std::less<>>& unused) {
  if (unused.empty()) return;
  throw validation_error(fmt::format("Value provided in {} unused in expressions: keys: {{{}}}", member,
                                     fmt::join(unused, ", ")));
}

}  // namespace

ExpressionAttributes::ExpressionAttributes(const Json* names, const Json* values) {
  if (names != nullptr) {
    names_ = *names;
    unused_names_ = placeholders("ExpressionAttributeNames", names_, '#');
  }
  if (values == nullptr) return;
  values_ = *values;
  unused_values_ = placeholders("ExpressionAttributeValues", values_, ':');
  for (auto entry = values_.begin(); entry != values_.end(); ++entry) {
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
  const auto found = names_.find(written);
  if (found == names_.end()) {
    throw validation_error(
        fmt::format("Invalid {}: An expression attribute name used in the document path is not defined; "
                    "attribute name: {}",
                    name_of(kind), written));
  }
  unused_names_.erase(written);
  return found->get_ref<const std::string&>();
}

const Json& ExpressionAttributes::value(ExpressionKind kind, const std::string& written) {
  const auto found = values_.find(written);
  if (found == values_.end()) {
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
