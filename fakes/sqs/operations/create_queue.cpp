#include <nlohmann/json.hpp>

#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_attributes.h"
#include "fakes/sqs/queue_url.h"
#include "fakes/sqs/redrive_policy.h"
#include "fakes/sqs/tags.h"

namespace cloche::sqs {

namespace {

constexpr std::chrono::seconds name_is_taken_for(60);

bool asks_for_fifo(const Json& attributes) {
  const auto found = attributes.find("FifoQueue");
  return found != attributes.end() && *found == "true";
}

void check_queue_name(std::string_view name, bool is_fifo) {
  constexpr std::string_view suffix = ".fifo";
  if (!is_fifo) {
    if (!is_name(name)) {
      throw invalid_parameter(
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
    return;
  }
  const bool has_suffix = name.ends_with(suffix);
  if (!has_suffix || name.size() > 80 || !is_name(name.substr(0, name.size() - suffix.size()))) {
    throw invalid_parameter(
        "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must "
        "end with "
        ".fifo suffix and be 1 to 80 in length");
  }
}

}  // namespace

Answer create_queue(Call& call, const Structure& request) {
  const std::string& name = required_string(request, "QueueName");
  const Json* given = request.find_json("Attributes");
  const Json attributes = given != nullptr ? *given : Json::object();
  const bool is_fifo = asks_for_fifo(attributes);
  check_queue_name(name, is_fifo);
  const Attributes changes = checked_attributes(attributes, is_fifo);
  const Json answer{{"QueueUrl", queue_url(call, name)}};

  QueueStore store(call.account);
  if (const Queue* existing = store.find(call.region, name)) {
    for (const auto& [attribute, value] : changes) {
      if (existing->attribute(attribute) != value) throw queue_exists(attribute);
    }
    return answer;
  }
  const Time now = call.account.clock().now();
  const auto deleted = store.deleted(call.region, name);
  if (deleted && now < *deleted + name_is_taken_for) throw deleted_recently();

  Queue queue;
  queue.region = call.region;
  queue.name = name;
  queue.created = queue.modified = now;
  change_attributes(queue, changes);
  if (queue.redrive) check_dead_letter_queue(store, queue, call.account.number());
  if (queue.given.contains("KmsMasterKeyId"))
    call.report_unsupported("KmsMasterKeyId is stored, and messages are not encrypted");
  store.add(queue);
  if (const Json* tags = request.find_json("tags")) put_tags(store, queue, *tags);
  return answer;
}

}  // namespace cloche::sqs
