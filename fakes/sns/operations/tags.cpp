#include "fakes/sns/tags.h"

#include <nlohmann/json.hpp>

#include "fakes/core/system_tags.h"
#include "fakes/sns/errors.h"
#include "fakes/sns/operations/operations.h"
#include "fakes/sns/resource.h"

namespace cloche::sns {

namespace {

Topic tagged_topic(Call& call, const Structure& request) {
  auto topic = Store(call.account)
                   .find_topic(call.region, topic_name(call, request.string("ResourceArn"), "ResourceArn"));
  if (!topic) throw resource_not_found();
  return std::move(*topic);
}

}  // namespace

Answer tag_resource(Call& call, const Structure& request) {
  Store store(call.account);
  put_tags(store, tagged_topic(call, request), read_tags(request));
  return {};
}

Answer untag_resource(Call& call, const Structure& request) {
  Store store(call.account);
  const Topic topic = tagged_topic(call, request);
  for (const std::string& key : request.strings("TagKeys")) {
    if (is_system_tag(key)) throw invalid_parameter(system_tag_refusal);
    store.remove_tag(topic, key);
  }
  return {};
}

Answer list_tags_for_resource(Call& call, const Structure& request) {
  return Json{{"Tags", tags_document(Store(call.account).tags(tagged_topic(call, request)))}};
}

}  // namespace cloche::sns
