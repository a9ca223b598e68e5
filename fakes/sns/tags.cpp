#include "fakes/sns/tags.h"

#include <set>

#include "fakes/core/system_tags.h"
#include "fakes/sns/errors.h"

namespace cloche::sns {

namespace {
constexpr std::size_t max_tags = 50;
}  // namespace

std::vector<Tag> read_tags(const wire::Structure& request) {
  std::vector<Tag> tags;
  std::set<std::string> keys;
  for (const wire::Structure& tag : request.structures("Tags")) {
    tags.emplace_back(tag.string("Key"), tag.string("Value"));
    if (is_system_tag(tags.back().first)) throw invalid_parameter(system_tag_refusal);
    if (!keys.insert(tags.back().first).second) throw invalid_parameter("Duplicated keys are not allowed.");
  }
  return tags;
}

void put_tags(Store& store, const Topic& topic, const std::vector<Tag>& tags) {
  for (const Tag& tag : tags) store.put_tag(topic, tag);
  if (count_users_tags(store.tags(topic)) > max_tags) {
    throw ApiError("TagLimitExceededException",
                   "Could not complete request: tag quota of per resource exceeded");
  }
}

void put_system_tags(Store& store, const Topic& topic, const Json& tags) {
  for (const auto& [key, value] : tags.items()) store.put_tag(topic, {key, value.get<std::string>()});
}

Json tags_document(const std::vector<Tag>& tags) {
  Json document = Json::array();
  for (const auto& [key, value] : tags) document.push_back({{"Key", key}, {"Value", value}});
  return document;
}

}  // namespace cloche::sns
