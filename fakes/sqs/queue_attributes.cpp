#include "fakes/sqs/queue_attributes.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "fakes/core/fault.h"
#include "fakes/sqs/errors.h"
#include "fakes/sqs/redrive_policy.h"
#include "fakes/wire/http_message.h"

namespace cloche::sqs {

namespace {

using Read = std::optional<std::string>;

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

Read number(const AttributeRule& rule, std::string_view value) {
  const auto read = integer(value);
  if (!read || *read < rule.least || *read > rule.most) return std::nullopt;
  return std::to_string(*read);
}

Read boolean(const AttributeRule&, std::string_view value) {
  const std::string lower = wire::lower_case(value);
  return lower == "true" || lower == "false" ? Read(lower) : std::nullopt;
}

Read choice(const AttributeRule& rule, std::string_view value) {
  return std::ranges::find(rule.choices, value) != rule.choices.end() ? Read(value) : std::nullopt;
}

Read text(const AttributeRule&, std::string_view value) { return Read(value); }

// A policy is kept as it came; what it says is not looked at (see README.md).
Read policy(const AttributeRule&, std::string_view value) {
  try {
    return parse_json(value).is_object() ? Read(value) : std::nullopt;
  } catch (const JsonSyntaxError&) {
    return std::nullopt;
  }
}

Read redrive(const AttributeRule&, std::string_view value) { return normal_redrive_policy(value); }
Read redrive_allow(const AttributeRule&, std::string_view value) {
  return normal_redrive_allow_policy(value);
}

constexpr std::array rules{
    AttributeRule{.name = "Policy", .read = &policy},
    AttributeRule{.name = "VisibilityTimeout", .read = &number, .otherwise = "30", .most = 43'200},
    AttributeRule{.name = "MaximumMessageSize",
                  .read = &number,
                  .otherwise = "1048576",
                  .least = 1024,
                  .most = largest_message},
    AttributeRule{.name = "MessageRetentionPeriod",
                  .read = &number,
                  .otherwise = "345600",
                  .least = 60,
                  .most = 1'209'600},
    AttributeRule{.name = "DelaySeconds", .read = &number, .otherwise = "0", .most = 900},
    AttributeRule{.name = "ReceiveMessageWaitTimeSeconds", .read = &number, .otherwise = "0", .most = 20},
    AttributeRule{.name = "RedrivePolicy", .read = &redrive},
    AttributeRule{.name = "FifoQueue", .read = &boolean, .only_fifo = true},
    AttributeRule{
        .name = "ContentBasedDeduplication", .read = &boolean, .otherwise = "false", .only_fifo = true},
    AttributeRule{.name = "DeduplicationScope",
                  .read = &choice,
                  .otherwise = "queue",
                  .only_fifo = true,
                  .choices = {"queue", "messageGroup"}},
    AttributeRule{.name = "FifoThroughputLimit",
                  .read = &choice,
                  .otherwise = "perQueue",
                  .only_fifo = true,
                  .choices = {"perQueue", "perMessageGroupId"}},
    AttributeRule{.name = "KmsMasterKeyId", .read = &text},
    AttributeRule{.name = "KmsDataKeyReusePeriodSeconds", .read = &number, .least = 60, .most = 86'400},
    AttributeRule{.name = "RedriveAllowPolicy", .read = &redrive_allow},
    AttributeRule{.name = "SqsManagedSseEnabled", .read = &boolean, .otherwise = "true"},
};

bool is_true(std::string_view value) { return value == "true"; }

Duration seconds(std::string_view value) { return std::chrono::seconds(*integer(value)); }

}  // namespace

std::span<const AttributeRule> attribute_rules() { return rules; }

const AttributeRule* find_rule(std::string_view name) {
  const auto found = std::ranges::find(rules, name, &AttributeRule::name);
  return found == rules.end() ? nullptr : &*found;
}

Attributes checked_attributes(const Json& given, bool is_fifo) {
  Attributes checked;
  for (const auto& [name, value] : given.get_ref<const Json::object_t&>()) {
    const AttributeRule* rule = find_rule(name);
    if (rule == nullptr || (rule->only_fifo && !is_fifo)) throw unknown_attribute(name);
    const std::string& text = value.get_ref<const std::string&>();
    // An empty value takes away what has no default; a number or a choice has to be one.
    if (text.empty() && rule->otherwise.empty() && !rule->only_fifo) {
      checked.emplace(name, "");
      continue;
    }
    auto read = rule->read(*rule, text);
    if (!read) throw invalid_attribute(name);
    checked.emplace(name, std::move(*read));
  }
  return checked;
}

void change_attributes(Queue& queue, const Attributes& changes) {
  for (const auto& [name, value] : changes) {
    if (value.empty() || value == find_rule(name)->otherwise) {
      queue.given.erase(name);
    } else {
      queue.given[name] = value;
    }
  }
  // Of the two ways of encryption a queue has one; the newer choice wins.
  const auto kms = changes.find("KmsMasterKeyId");
  if (kms != changes.end() && !kms->second.empty()) {
    const auto managed = changes.find("SqsManagedSseEnabled");
    if (managed != changes.end() && is_true(managed->second))
      throw invalid_parameter(
          "You can use one type of server-side encryption (SSE) at one time. You can either "
          "enable KMS SSE or SQS SSE.");
    queue.given["SqsManagedSseEnabled"] = "false";
  } else if (changes.contains("SqsManagedSseEnabled") && is_true(changes.at("SqsManagedSseEnabled"))) {
    queue.given.erase("KmsMasterKeyId");
    queue.given.erase("KmsDataKeyReusePeriodSeconds");
  }
  if (queue.attribute("FifoThroughputLimit") == "perMessageGroupId" &&
      queue.attribute("DeduplicationScope") != "messageGroup") {
    // Assumed: the words; the rule is documented.
    throw invalid_value("perMessageGroupId", "FifoThroughputLimit",
                        "It is allowed only when the value for DeduplicationScope is messageGroup.");
  }
  queue.apply_attributes();
}

std::string_view Queue::attribute(std::string_view attribute_name) const {
  const auto found = given.find(attribute_name);
  if (found != given.end()) return found->second;
  const AttributeRule* rule = find_rule(attribute_name);
  if (rule == nullptr) fail("no attribute {} of a queue", attribute_name);
  if (attribute_name == "KmsDataKeyReusePeriodSeconds") return given.contains("KmsMasterKeyId") ? "300" : "";
  return rule->only_fifo && !given.contains("FifoQueue") ? "" : rule->otherwise;
}

void Queue::apply_attributes() {
  is_fifo = given.contains("FifoQueue");
  is_content_based = is_true(attribute("ContentBasedDeduplication"));
  deduplicates_by_group = attribute("DeduplicationScope") == "messageGroup";
  visibility_timeout = seconds(attribute("VisibilityTimeout"));
  delay = seconds(attribute("DelaySeconds"));
  retention = seconds(attribute("MessageRetentionPeriod"));
  wait = seconds(attribute("ReceiveMessageWaitTimeSeconds"));
  maximum_message_size = *integer(attribute("MaximumMessageSize"));
  redrive = read_redrive_policy(attribute("RedrivePolicy"));
}

}  // namespace cloche::sqs
