#include "fakes/logs/tags.h"

#include <nlohmann/json.hpp>

#include "fakes/core/system_tags.h"
#include "fakes/logs/errors.h"

namespace cloche::logs {

namespace {

constexpr std::size_t max_tags = 50;

}  // namespace

// The words are assumed.
void put_tags(Store& store, std::int64_t group, const Json& tags) {
  for (const auto& [key, value] : tags.items()) {
    if (is_system_tag(key)) throw invalid_parameter(system_tag_refusal);
    store.put_tag(group, {key, value.get<std::string>()});
  }
  if (count_users_tags(store.tags(group)) > max_tags) {
    throw ApiError("TooManyTagsException", "A resource can have no more than 50 tags.");
  }
}

void remove_tags(Store& store, std::int64_t group, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    if (is_system_tag(key)) throw invalid_parameter(system_tag_refusal);
    store.remove_tag(group, key);
  }
}

void put_system_tags(Store& store, std::int64_t group, const Json& tags) {
  for (const auto& [key, value] : tags.items()) store.put_tag(group, {key, value.get<std::string>()});
}

Json tags_document(Store& store, std::int64_t group) {
  Json tags = Json::object();
  for (const auto& [key, value] : store.tags(group)) tags[key] = value;
  return {{"tags", std::move(tags)}};
}

}  // namespace cloche::logs
