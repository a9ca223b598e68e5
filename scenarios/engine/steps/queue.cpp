// queue: the messages of an SQS queue, which stay as they are.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/wire/http_message.h"
#include "scenarios/engine/seen_json.h"
#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array queue_members{MemberRule{"queue", Form::text, true}};
constexpr std::array queue_facets{Facet{"count"}, Facet{"in_flight"}, Facet{"delayed"}, Facet{"messages"}};

/// {"NAME": "text"}; bytes are base64 text.
Json plain_attributes(const Json& attributes) {
  Json plain = Json::object();
  for (const auto& [name, value] : attributes.items())
    plain[name] = value.contains("StringValue") ? value["StringValue"] : value.value("BinaryValue", Json());
  return plain;
}

Json message_of(const Json& known, const Step& step) {
  const std::string body = known.value("body", "");
  Json message{{"body", body},
               {"attributes", known.value("attributes", Json::object())},
               {"message_attributes", plain_attributes(known.value("message_attributes", Json::object()))}};
  if (auto json = seen_json(body, step, "messages")) message["json"] = std::move(*json);
  return message;
}

Json play_queue(Sequence& sequence, const Step& step, const Json& arguments) {
  Site& site = sequence.site();
  const std::string queue = site.physical_id(arguments.at("queue").get<std::string>(), "AWS::SQS::Queue");
  const Json all =
      site.admin("GET", fmt::format("/_cloche/sqs/messages?queue={}&region={}", wire::percent_encode(queue),
                                    wire::percent_encode(site.settings().region)))
          .at("messages");
  const auto count = [&](std::string_view state) {
    return std::ranges::count_if(all, [&](const Json& message) { return message.at("state") == state; });
  };
  Json messages = Json::array();
  for (const Json& message : all) {
    if (message.at("state") == "visible") messages.push_back(message_of(message, step));
  }
  return {{"count", messages.size()},
          {"in_flight", count("in_flight")},
          {"delayed", count("delayed")},
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
