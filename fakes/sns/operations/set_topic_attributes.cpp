#include "fakes/sns/errors.h"
#include "fakes/sns/operations/operations.h"
#include "fakes/sns/resource.h"
#include "fakes/sns/topic_attributes.h"

namespace cloche::sns {

Answer set_topic_attributes(Call& call, const Structure& request) {
  Topic topic = existing_topic(call, request.string("TopicArn"));
  try {
    set_attribute(call, topic, request.string("AttributeName"), request.string_or("AttributeValue", ""),
                  false);
  } catch (const AttributeError& error) {
    throw invalid_parameter(error.message);
  }
  Store(call.account).update_topic(topic);
  return {};
}

}  // namespace cloche::sns
