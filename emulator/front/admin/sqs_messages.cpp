// GET /_cloche/sqs/messages?queue=&region=: what is in a queue of SQS, in the order in which it came there.
// It only looks: nothing is received, and nothing falls due by it.
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"
#include "emulator/front/destination.h"
#include "fakes/sqs/message_document.h"
#include "fakes/sqs/message_store.h"
#include "fakes/sqs/queue_store.h"

namespace cloche::front::admin {

namespace {

constexpr std::int64_t listed_queues = 20;

std::string_view state_of(const sqs::Message& message, Time now) {
  if (message.visible <= now) return "visible";
  return message.is_in_flight(now) ? "in_flight" : "delayed";
}

Json document_of(const sqs::Queue& queue, const sqs::Message& message, Time now) {
  return {{"message_id", message.message_id},
          {"state", state_of(message, now)},
          {"body", message.body},
          {"attributes", sqs::system_attributes_of(queue, message, {"All"})},
          {"message_attributes", message.attributes ? parse_json(*message.attributes) : Json::object()}};
}

// Inside the account's unit of work.
const sqs::Queue& queue_named(Account& account, const std::string& region, std::string_view name) {
  sqs::QueueStore store(account);
  if (const sqs::Queue* queue = store.find(region, name)) return *queue;
  const std::vector<std::string> names = store.names(region, "", "", listed_queues);
  throw AdminError{404, fmt::format("there is no queue {} in {}; {}{}", name, region,
                                    names.empty() ? "there is none" : "there are ", fmt::join(names, ", "))};
}

}  // namespace

void get_sqs_messages(AdminCall& call) {
  const std::string* queue_parameter = call.parameter("queue");
  if (queue_parameter == nullptr)
    throw AdminError{400, "say which queue by ?queue=, a name, a URL or an ARN"};
  const std::string* region_parameter = call.parameter("region");
  const std::string region(region_parameter != nullptr ? *region_parameter : default_region);
  const std::string name = queue_parameter->substr(queue_parameter->find_last_of("/:") + 1);
  Account& account = *call.world.account;
  call.answer.json(200, account.transact([&] {
    const sqs::Queue& queue = queue_named(account, region, name);
    const Time now = account.clock().now();
    Json messages = Json::array();
    for (const sqs::Message& message : sqs::MessageStore(account, queue).all_since(now - queue.retention))
      messages.push_back(document_of(queue, message, now));
    return Json{{"queue", queue.name}, {"region", region}, {"messages", std::move(messages)}};
  }));
}

}  // namespace cloche::front::admin
