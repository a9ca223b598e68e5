#include "fakes/lambda/tags.h"

#include <fmt/core.h>

#include "fakes/lambda/errors.h"

namespace cloche::lambda {

namespace {

constexpr std::size_t max_tags = 50;  // "Using tags on Lambda functions"

void check_key(const std::string& key) {
  if (!key.starts_with("aws:")) return;
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
  if (store.tags(function_name).size() > max_tags) {
    throw invalid_parameter(fmt::format("A function can have at most {} tags.", max_tags));  // assumed
  }
}

Json describe_tags(Store& store, std::string_view function_name) {
  Json tags = Json::object();
  for (const auto& [key, value] : store.tags(function_name)) tags[key] = value;
  return tags;
}

}  // namespace cloche::lambda
