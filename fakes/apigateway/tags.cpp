#include "fakes/apigateway/tags.h"

#include <nlohmann/json.hpp>

#include "fakes/apigateway/errors.h"

namespace cloche::apigateway {

namespace {
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-restrictions.html
constexpr std::size_t most_tags = 50;
constexpr std::size_t longest_key = 128;
constexpr std::size_t longest_value = 256;
}  // namespace

void check_tags(const Json& tags) {  // assumed: the words
  if (tags.size() > most_tags) throw bad_request("The number of tags exceeds the limit of 50");
  for (const auto& [key, value] : tags.items()) {
    if (key.empty() || key.size() > longest_key) throw bad_request("Invalid tag key specified: " + key);
    if (key.starts_with("aws:")) throw bad_request("Tag keys must not start with aws:");
    if (value.get_ref<const std::string&>().size() > longest_value)
      throw bad_request("Invalid tag value specified for " + key);
  }
}

}  // namespace cloche::apigateway
