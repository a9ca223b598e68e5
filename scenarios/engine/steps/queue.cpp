// queue: the messages of an SQS queue, which stay as they are: they are received in a fork of the account
// that is made for it.
#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/engine/deployment.h"
#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array queue_members{MemberRule{"queue", Form::text, true}};
constexpr std::array queue_facets{Facet{"count"}, Facet{"in_flight"}, Facet{"delayed"}, Facet{"messages"}};

std::string url_of(Site& site, const std::string& queue) {
  const std::string known = site.physical_id(queue, "AWS::SQS::Queue");
  if (known.contains("://")) return known;
  return site.look("sqs", "GetQueueUrl", {{"QueueName", known}}).at("QueueUrl");
}

/// {"NAME": "text"}; bytes are base64 text.
Json plain_attributes(const Json& attributes) {
  Json plain = Json::object();
  for (const auto& [name, value] : attributes.items())
    plain[name] = value.contains("StringValue") ? value["StringValue"] : value.value("BinaryValue", Json());
  return plain;
}

Json message_of(const Json& received) {
  Json message{{"body", received.value("Body", "")},
               {"attributes", received.value("Attributes", Json::object())},
               {"message_attributes", plain_attributes(received.value("MessageAttributes", Json::object()))}};
  Json json = Json::parse(received.value("Body", ""), nullptr, false);
  if (!json.is_discarded()) message["json"] = std::move(json);
  return message;
}

Json messages_of(Site& fork, const std::string& url) {
  Json messages = Json::array();
  const Json parameters{{"QueueUrl", url},
                        {"MaxNumberOfMessages", 10},
                        {"AttributeNames", {"All"}},
                        {"MessageAttributeNames", {"All"}}};
  for (;;) {
    const Json received = fork.look("sqs", "ReceiveMessage", parameters).value("Messages", Json::array());
    if (received.empty()) return messages;
    for (const Json& message : received) {
      messages.push_back(message_of(message));
      // A group of a FIFO queue goes on when what was received of it is gone.
      fork.look("sqs", "DeleteMessage", {{"QueueUrl", url}, {"ReceiptHandle", message.at("ReceiptHandle")}});
    }
  }
}

Json play_queue(Sequence& sequence, const Step&, const Json& arguments) {
  Site& site = sequence.site();
  const std::string url = url_of(site, arguments.at("queue").get<std::string>());
  const Json attributes =
      site.look("sqs", "GetQueueAttributes", {{"QueueUrl", url}, {"AttributeNames", {"All"}}})
          .value("Attributes", Json::object());
  const auto number = [&](const char* name) { return std::stoll(attributes.value(name, "0")); };
  const Fork fork(site.client(), site.admin_client());
  Site inside(site.client(), fork.endpoint(), {}, site.settings());
  Json messages = messages_of(inside, url);
  return {{"count", messages.size()},
          {"in_flight", number("ApproximateNumberOfMessagesNotVisible")},
          {"delayed", number("ApproximateNumberOfMessagesDelayed")},
          {"messages", std::move(messages)}};
}

}  // namespace

const StepKind& queue() {
  static const StepKind kind{.name = "queue",
                             .members = queue_members,
                             .facets = queue_facets,
                             .short_member = "queue",
                             .needs_cloche = true,
                             .play = play_queue};
  return kind;
}

}  // namespace cloche::scenarios::steps
