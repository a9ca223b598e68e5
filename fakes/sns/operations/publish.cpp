#include <nlohmann/json.hpp>

#include "fakes/sns/errors.h"
#include "fakes/sns/operations/operations.h"
#include "fakes/sns/publishing.h"
#include "fakes/sns/resource.h"

namespace cloche::sns {

namespace {

/// The ARN of the topic, and the parameter that named it.
std::pair<std::string, const char*> target_of(const Structure& request) {
  if (request.has("PhoneNumber")) throw not_emulated("Publish to a phone number");
  if (const std::string* topic = request.find_string("TopicArn")) return {*topic, "TopicArn"};
  const std::string* target = request.find_string("TargetArn");
  if (target == nullptr) {
    throw invalid_parameter("TopicArn or TargetArn", "no value for required parameter");
  }
  if (target->find(":endpoint/") != std::string::npos)
    throw not_emulated("Publish to an endpoint of a mobile platform");
  return {*target, "TargetArn"};
}

}  // namespace

Answer publish(Call& call, const Structure& request) {
  const auto [arn, parameter] = target_of(request);
  topic_name(call, arn, parameter);
  Message message = Message::read(request);
  Topic topic = existing_topic(call, arn, parameter);
  const Published published = publish(call.account, topic, std::move(message));
  Json answer{{"MessageId", published.message_id}};
  if (topic.is_fifo()) answer["SequenceNumber"] = published.sequence_number;
  return answer;
}

}  // namespace cloche::sns
