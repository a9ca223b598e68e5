#include "fakes/sqs/tags.h"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "fakes/sqs/errors.h"

namespace cloche::sqs {

namespace {

constexpr std::size_t most_tags = 50;
constexpr std::size_t longest_key = 128;    // characters
constexpr std::size_t longest_value = 256;  // the same

std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

void put_tags(QueueStore& store, const Queue& queue, const Json& tags) {
  std::set<std::string> keys;
  for (const auto& [key, value] : store.tags(queue)) keys.insert(key);
  for (const auto& [key, value] : tags.get_ref<const Json::object_t&>()) {
    // Assumed: the words; the rules are documented.
    if (key.empty() || length_of(key) > longest_key)
      throw invalid_parameter(
          fmt::format("Tag keys must be between 1 and {} characters in length.", longest_key));
    if (length_of(value.get_ref<const std::string&>()) > longest_value)
      throw invalid_parameter(
          fmt::format("Tag values must be between 0 and {} characters in length.", longest_value));
    if (key.starts_with("aws:"))
      throw invalid_parameter("Tag keys must not begin with 'aws:', which is reserved for AWS's use.");
    keys.insert(key);
  }
  if (keys.size() > most_tags)
    throw invalid_parameter(fmt::format("Too many tags added for queue {}.", queue.name));
  for (const auto& [key, value] : tags.get_ref<const Json::object_t&>())
    store.put_tag(queue, key, value.get_ref<const std::string&>());
}

}  // namespace cloche::sqs
