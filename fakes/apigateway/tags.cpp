#include "fakes/apigateway/tags.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/rest_api.h"
#include "fakes/apigateway/stage.h"
#include "fakes/core/system_tags.h"

namespace cloche::apigateway {

namespace {
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-restrictions.html
constexpr std::size_t most_tags = 50;
constexpr std::ptrdiff_t longest_key = 128;  // in characters
constexpr std::ptrdiff_t longest_value = 256;

std::ptrdiff_t characters(const std::string& text) {
  return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}
}  // namespace

// Assumed: the words.
void check_tag_count(const Json& tags) {
  if (count_users_tags(tags.get_ref<const Json::object_t&>()) > most_tags)
    throw bad_request("The number of tags exceeds the limit of 50");
}

void check_tag_key(const std::string& key) {
  if (key.empty() || characters(key) > longest_key) throw bad_request("Invalid tag key specified: " + key);
  if (is_system_tag(key)) throw bad_request("Tag keys must not start with aws:");
}

void check_tags(const Json& tags) {
  check_tag_count(tags);
  for (const auto& [key, value] : tags.items()) {
    check_tag_key(key);
    if (characters(value.get_ref<const std::string&>()) > longest_value)
      throw bad_request("Invalid tag value specified for " + key);
  }
}

void put_system_tags(Store& store, std::string_view api, const Json& tags) {
  RestApi tagged = existing_api(store, api);
  tagged.document["tags"].update(tags);
  store.save_api(tagged);
}

void put_system_tags(Store& store, std::string_view api, std::string_view stage, const Json& tags) {
  Named tagged = existing_stage(store, api, stage);
  tagged.document["tags"].update(tags);
  store.save_stage(api, tagged);
}

}  // namespace cloche::apigateway
