#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "fakes/sqs/message_store.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/parameters.h"
#include "fakes/sqs/queue_attributes.h"
#include "fakes/sqs/queue_url.h"

namespace cloche::sqs {

namespace {

std::string seconds_of(Time time) { return std::to_string(to_millis(time) / 1000); }

constexpr std::string_view approximate = "ApproximateNumberOfMessages";  // begins the names of three

// What is not given but found out; to count takes time, and is left where nobody asks.
std::map<std::string, std::string> computed_attributes(Call& call, const Queue& queue, bool is_counted) {
  MessageStore store(call.account, queue);
  const Time now = call.account.clock().now();
  MessageStore::Counts counts;
  if (is_counted) {
    store.remove_until(now - queue.retention);
    counts = store.counts(now);
  }
  return {{"ApproximateNumberOfMessages", std::to_string(counts.visible)},
          {"ApproximateNumberOfMessagesDelayed", std::to_string(counts.delayed)},
          {"ApproximateNumberOfMessagesNotVisible", std::to_string(counts.in_flight)},
          {"CreatedTimestamp", seconds_of(queue.created)},
          {"LastModifiedTimestamp", seconds_of(queue.modified)},
          {"QueueArn", queue_arn(call, queue)}};
}

}  // namespace

Answer get_queue_attributes(Call& call, const Structure& request) {
  const Queue& queue = requested_queue(call, request);
  const std::vector<std::string> names = request.strings("AttributeNames");
  const bool is_counted = std::ranges::any_of(
      names, [](const std::string& name) { return name == "All" || name.starts_with(approximate); });
  std::map<std::string, std::string> all = computed_attributes(call, queue, is_counted);
  for (const AttributeRule& rule : attribute_rules()) all.emplace(rule.name, queue.attribute(rule.name));

  for (const std::string& name : names) {
    if (name != "All" && !all.contains(name)) throw unknown_attribute(name);
  }
  const bool wants_all = std::ranges::find(names, "All") != names.end();
  Json attributes = Json::object();
  for (const auto& [name, value] : all) {
    if (!value.empty() && (wants_all || std::ranges::find(names, name) != names.end()))
      attributes[name] = value;
  }
  if (attributes.empty()) return {};
  return Json{{"Attributes", std::move(attributes)}};
}

}  // namespace cloche::sqs
