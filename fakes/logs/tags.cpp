#include "fakes/logs/tags.h"

#include <nlohmann/json.hpp>

#include "fakes/logs/errors.h"

namespace cloche::logs {

namespace {

constexpr std::size_t max_tags = 50;

}  // namespace

// The words are assumed.
void put_tags(Store& store, std::int64_t group, const Json& tags) {
  for (const auto& [key, value] : tags.items()) {
    if (key.starts_with("aws:"))
      throw invalid_parameter("Tag keys can't start with the reserved prefix aws:");
    store.put_tag(group, {key, value.get<std::string>()});
  }
  if (store.tags(group).size() > max_tags) {
    throw ApiError("TooManyTagsException", "A resource can have no more than 50 tags.");
  }
}

Json tags_document(Store& store, std::int64_t group) {
  Json tags = Json::object();
  for (const auto& [key, value] : store.tags(group)) tags[key] = value;
  return {{"tags", std::move(tags)}};
}

}  // namespace cloche::logs
