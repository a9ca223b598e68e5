#include "fakes/lambda/tags.h"

#include <fmt/core.h>

#include "fakes/core/system_tags.h"
#include "fakes/lambda/errors.h"

namespace cloche::lambda {

namespace {

constexpr std::size_t max_tags = 50;  // "Using tags on Lambda functions"

void check_key(const std::string& key) {
  if (!is_system_tag(key)) return;
  throw invalid_parameter(
      fmt::format("System tags cannot be added or changed by the requester: {}", key));  // assumed: the words
}

}  // namespace

void put_tags(Store& store, std::string_view function_name, const Json& tags) {
  for (const auto& [key, value] : tags.items()) {
    const auto& text = value.get_ref<const std::string&>();
    check_key(key);
    store.put_tag(function_name, key, text);
  }
  if (count_users_tags(store.tags(function_name)) > max_tags) {
    throw invalid_parameter(fmt::format("A function can have at most {} tags.", max_tags));  // assumed
  }
}

void remove_tag(Store& store, std::string_view function_name, const std::string& key) {
  check_key(key);
  store.remove_tag(function_name, key);
}

void put_system_tags(Store& store, std::string_view function_name, const Json& tags) {
  for (const auto& [key, value] : tags.items())
    store.put_tag(function_name, key, value.get_ref<const std::string&>());
}

Json describe_tags(Store& store, std::string_view function_name) {
  Json tags = Json::object();
  for (const auto& [key, value] : store.tags(function_name)) tags[key] = value;
  return tags;
}

}  // namespace cloche::lambda
