#include "fakes/sqs/redrive_policy.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "fakes/core/arn.h"
#include "fakes/core/json.h"
#include "fakes/sqs/errors.h"
#include "fakes/sqs/queue_store.h"

namespace cloche::sqs {

namespace {

constexpr std::size_t most_source_queues = 10;
constexpr std::int64_t most_receives = 1000;

[[noreturn]] void refuse(std::string_view parameter, std::string_view text, const std::string& reason) {
  throw invalid_value(text, parameter, reason);
}

Json read_object(std::string_view parameter, std::string_view text, const char* otherwise) {
  try {
    Json policy = parse_json(text);
    if (policy.is_object()) return policy;
  } catch (const JsonSyntaxError&) {
  }
  refuse(parameter, text, otherwise);
}

std::optional<std::int64_t> receive_count(const Json& value) {
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_string()) return std::nullopt;
  const std::string& text = value.get_ref<const std::string&>();
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(count) : std::nullopt;
}

std::string plain(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

}  // namespace

std::string normal_redrive_policy(std::string_view text) {
  constexpr std::string_view parameter = "RedrivePolicy";
  const Json policy = read_object(parameter, text, "Redrive policy is not a valid JSON map.");
  for (const auto& [key, value] : policy.items()) {
    if (key != "deadLetterTargetArn" && key != "maxReceiveCount")
      refuse(parameter, text, fmt::format("Unknown parameter: {}.", key));  // assumed: the words
  }
  for (const char* key : {"maxReceiveCount", "deadLetterTargetArn"}) {
    const auto found = policy.find(key);
    if (found == policy.end() || found->is_null() || *found == "")
      refuse(parameter, text, fmt::format("Redrive policy does not contain mandatory attribute: {}.", key));
  }
  const Json& count = policy["maxReceiveCount"];
  const auto times = receive_count(count);
  if (!times || *times < 1 || *times > most_receives) {
    refuse(parameter, text,
           fmt::format("Invalid value for maxReceiveCount: {}, valid values are from 1 to {} both inclusive.",
                       plain(count), most_receives));
  }
  const Json& target = policy["deadLetterTargetArn"];
  const auto arn = target.is_string() ? Arn::parse(target.get_ref<const std::string&>()) : std::nullopt;
  if (!arn || arn->service != "sqs")
    refuse(parameter, text, fmt::format("Invalid value for deadLetterTargetArn: {}.", plain(target)));
  return Json{{"deadLetterTargetArn", target}, {"maxReceiveCount", *times}}.dump();
}

std::string normal_redrive_allow_policy(std::string_view text) {
  constexpr std::string_view parameter = "RedriveAllowPolicy";
  // Assumed: the words of all of these; the rules are documented.
  const Json policy =
      read_object(parameter, text, "Amazon SQS can't create the redrive allow policy, as it's malformed.");
  const auto permission = policy.find("redrivePermission");
  if (permission == policy.end() ||
      (*permission != "allowAll" && *permission != "denyAll" && *permission != "byQueue")) {
    refuse(parameter, text,
           "Amazon SQS can't create the redrive allow policy. redrivePermission must be one of "
           "allowAll, denyAll and byQueue.");
  }
  const auto sources = policy.find("sourceQueueArns");
  const bool by_queue = *permission == "byQueue";
  const bool is_list = sources != policy.end() && sources->is_array() && !sources->empty() &&
                       std::ranges::all_of(*sources, [](const Json& each) { return each.is_string(); });
  if (by_queue != (sources != policy.end()) || (by_queue && !is_list)) {
    refuse(parameter, text,
           "Amazon SQS can't create the redrive allow policy. sourceQueueArns must be given with "
           "byQueue, and only then.");
  }
  if (by_queue && sources->size() > most_source_queues) {
    refuse(parameter, text,
           fmt::format("Amazon SQS can't create the redrive allow policy. You can specify up to {} "
                       "source queue ARNs.",
                       most_source_queues));
  }
  Json normal{{"redrivePermission", *permission}};
  if (by_queue) normal["sourceQueueArns"] = *sources;
  return normal.dump();
}

std::optional<RedrivePolicy> read_redrive_policy(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const Json policy = parse_json(text);
  return RedrivePolicy{Arn::parse(policy["deadLetterTargetArn"].get_ref<const std::string&>())->resource,
                       policy["maxReceiveCount"].get<std::int64_t>()};
}

void check_dead_letter_queue(QueueStore& store, const Queue& source, std::string_view account) {
  const std::string text(source.attribute("RedrivePolicy"));
  constexpr std::string_view parameter = "RedrivePolicy";
  const Json policy = parse_json(text);
  const Arn arn = *Arn::parse(policy["deadLetterTargetArn"].get_ref<const std::string&>());
  // Assumed: the words of these two.
  if (arn.region != source.region)
    refuse(parameter, text, "Dead-letter queue must be in same region as the source.");
  if (arn.account != account)
    refuse(parameter, text, "Dead-letter queue must be in same account as the source.");
  const Queue* target = store.find(source.region, arn.resource);
  if (target == nullptr) refuse(parameter, text, "Dead letter target does not exist.");
  if (target->is_fifo != source.is_fifo)
    refuse(parameter, text, "Dead-letter queue must be same type of queue as the source.");
  const std::string_view allowed = target->attribute("RedriveAllowPolicy");
  if (allowed.empty()) return;
  const Json allow = parse_json(allowed);
  const std::string own = make_arn("sqs", source.region, account, source.name);
  const bool allows =
      allow["redrivePermission"] == "allowAll" ||
      (allow["redrivePermission"] == "byQueue" &&
       std::ranges::any_of(allow["sourceQueueArns"], [&](const Json& each) { return each == own; }));
  if (!allows) {
    // Assumed: the words.
    refuse(parameter, text, "The dead-letter queue's redrive allow policy does not allow this source queue.");
  }
}

}  // namespace cloche::sqs
