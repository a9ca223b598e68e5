#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/core/system_tags.h"
#include "fakes/sns/errors.h"
#include "fakes/sns/operations/operations.h"
#include "fakes/sns/store.h"
#include "fakes/sns/tags.h"
#include "fakes/sns/topic_attributes.h"

namespace cloche::sns {

namespace {

Topic read_topic(Call& call, const Structure& request) {
  Topic topic{.region = call.region, .name = request.string("Name")};
  const Json none = Json::object();
  const Json* given = request.find_json("Attributes");
  const Json& attributes = given != nullptr ? *given : none;
  check_topic_name(topic.name, attributes.value("FifoTopic", "false") == "true");
  for (const auto& [name, value] : attributes.items()) {
    try {
      set_attribute(call, topic, name, value.get<std::string>(), true);
    } catch (const AttributeError& error) {
      throw invalid_parameter("Attributes", error.message);
    }
  }
  return topic;
}

// A topic that is there already must have what is asked for.
void check_same(Call& call, const Topic& existing, const Topic& wanted, const std::vector<Tag>& tags) {
  Store store(call.account);
  const Json attributes = attributes_document(store, call.account.number(), existing);
  for (const auto& [name, value] : wanted.attributes.items()) {
    if (attributes.value(name, "") != value) {
      throw invalid_parameter("Attributes", "Topic already exists with different attributes");
    }
  }
  std::vector<Tag> sorted = tags;
  std::ranges::sort(sorted);
  std::vector<Tag> there = store.tags(existing);
  std::erase_if(there, [](const Tag& tag) { return is_system_tag(tag.first); });
  if (!sorted.empty() && sorted != there) {
    throw invalid_parameter("Tags", "Topic already exists with different tags");
  }
}

}  // namespace

Answer create_topic(Call& call, const Structure& request) {
  if (request.has("DataProtectionPolicy")) throw not_emulated("A data protection policy");
  const Topic topic = read_topic(call, request);
  const std::vector<Tag> tags = read_tags(request);
  Store store(call.account);
  if (const auto existing = store.find_topic(call.region, topic.name)) {
    check_same(call, *existing, topic, tags);
  } else {
    store.add_topic(topic);
    put_tags(store, topic, tags);
  }
  return Json{{"TopicArn", store.arn_of(topic)}};
}

}  // namespace cloche::sns
