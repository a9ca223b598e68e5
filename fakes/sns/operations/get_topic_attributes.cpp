#include <nlohmann/json.hpp>

#include "fakes/sns/operations/operations.h"
#include "fakes/sns/resource.h"
#include "fakes/sns/topic_attributes.h"

namespace cloche::sns {

Answer get_topic_attributes(Call& call, const Structure& request) {
  Store store(call.account);
  const Topic topic = existing_topic(call, request.string("TopicArn"));
  return Json{{"Attributes", attributes_document(store, call.account.number(), topic)}};
}

}  // namespace cloche::sns
