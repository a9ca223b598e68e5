#include "fakes/sns/topic_attributes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fakes/sns/access_policy.h"
#include "fakes/sns/errors.h"

namespace cloche::sns {

namespace {

constexpr std::size_t max_name = 256;
constexpr std::size_t max_display_name = 100;
constexpr std::string_view fifo_suffix = ".fifo";

// What deliveries over HTTP are tried by, where nothing else was said. As seen from the real service.
constexpr const char* default_delivery_policy =
    R"({"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,)"
    R"("numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},)"
    R"("disableSubscriptionOverrides":false,"defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}})";

struct KnownAttribute {
  std::string_view name;
  const char* not_applied = nullptr;  // what is to be said where it is set
};

constexpr std::array known_attributes{
    KnownAttribute{"ArchivePolicy", "messages are not archived"},
    KnownAttribute{"ContentBasedDeduplication"},
    KnownAttribute{"DeliveryPolicy", "deliveries over HTTP are not emulated"},
    KnownAttribute{"DisplayName"},
    KnownAttribute{"FifoThroughputScope"},
    KnownAttribute{"FifoTopic"},
    KnownAttribute{"KmsMasterKeyId", "messages are not encrypted"},
    KnownAttribute{"Policy", "access policies are not enforced"},
    KnownAttribute{"SignatureVersion", "notifications are not signed"},
    KnownAttribute{"TracingConfig", "there are no traces of X-Ray"},
};

// "LambdaSuccessFeedbackRoleArn": logs of deliveries.
bool is_feedback_attribute(std::string_view name) {
  constexpr std::array protocols{std::string_view("HTTP"), std::string_view("Firehose"),
                                 std::string_view("Lambda"), std::string_view("Application"),
                                 std::string_view("SQS")};
  constexpr std::array suffixes{std::string_view("SuccessFeedbackRoleArn"),
                                std::string_view("SuccessFeedbackSampleRate"),
                                std::string_view("FailureFeedbackRoleArn")};
  return std::ranges::any_of(protocols, [&](std::string_view protocol) {
    return name.starts_with(protocol) && std::ranges::count(suffixes, name.substr(protocol.size())) > 0;
  });
}

bool is_json_object(const std::string& text) {
  const Json document = Json::parse(text, nullptr, false);
  return document.is_object();
}

void check_boolean(std::string_view name, std::string_view value) {
  if (value != "true" && value != "false") {
    throw AttributeError{
        fmt::format("{}: Invalid value [{}]. Must be true or false.", name, value)};  // assumed
  }
}

// The words are assumed, but for DisplayName and Policy.
void check_value(const Topic& topic, const std::string& name, const std::string& value) {
  if (name == "DisplayName") {
    const auto characters =
        std::ranges::count_if(value, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    if (characters > static_cast<std::ptrdiff_t>(max_display_name)) throw AttributeError{"DisplayName"};
  } else if (name == "Policy") {
    check_policy(value);
  } else if (name == "DeliveryPolicy" || name == "ArchivePolicy") {
    if (!is_json_object(value)) throw AttributeError{name + ": failed to parse JSON."};
  } else if (name == "ContentBasedDeduplication") {
    check_boolean(name, value);
    if (!topic.is_fifo() && value == "true")
      throw AttributeError{"Content-based deduplication can only be set for FIFO topics"};
  } else if (name == "FifoThroughputScope") {
    if (value != "Topic" && value != "MessageGroup") throw AttributeError{name};
    if (!topic.is_fifo()) throw AttributeError{name};
  } else if (name == "SignatureVersion") {
    if (value != "1" && value != "2") throw AttributeError{name};
  } else if (name == "TracingConfig") {
    if (value != "PassThrough" && value != "Active") throw AttributeError{name};
  }
}

// What is the service's own way has no need to be reported.
bool is_default(const std::string& name, const std::string& value) {
  return (name == "SignatureVersion" && value == "1") || (name == "TracingConfig" && value == "PassThrough");
}

}  // namespace

void check_topic_name(std::string_view name, bool fifo) {
  const bool has_suffix = name.ends_with(fifo_suffix);
  const std::string_view stem = has_suffix ? name.substr(0, name.size() - fifo_suffix.size()) : name;
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (name.size() > max_name || stem.empty() || !std::ranges::all_of(stem, allowed) || has_suffix != fifo) {
    throw invalid_parameter("Topic Name");
  }
}

void set_attribute(wire::Call& call, Topic& topic, const std::string& name, const std::string& value,
                   bool is_new) {
  const auto known = std::ranges::find(known_attributes, name, &KnownAttribute::name);
  const bool is_feedback = is_feedback_attribute(name);
  if ((known == known_attributes.end() && !is_feedback) || (name == "FifoTopic" && !is_new)) {
    throw AttributeError{"AttributeName"};
  }
  if (name == "FifoTopic") {
    check_boolean(name, value);
    return;  // the name says it
  }
  if (value.empty()) {
    topic.attributes.erase(name);
    return;
  }
  check_value(topic, name, value);
  const char* not_applied = is_feedback ? "deliveries are not logged" : known->not_applied;
  if (not_applied != nullptr && !is_default(name, value)) {
    call.report_unsupported(fmt::format("{} is stored and not applied: {}", name, not_applied));
  }
  topic.attributes[name] = value;
}

Json attributes_document(Store& store, const std::string& account, const Topic& topic) {
  const std::string arn = store.arn_of(topic);
  Json document{{"TopicArn", arn},
                {"Owner", account},
                {"Policy", default_policy(arn, account)},
                {"DisplayName", ""},
                {"SubscriptionsConfirmed", std::to_string(store.subscription_count(topic, false))},
                {"SubscriptionsPending", std::to_string(store.subscription_count(topic, true))},
                {"SubscriptionsDeleted", std::to_string(topic.deleted)},
                {"EffectiveDeliveryPolicy", topic.attribute("DeliveryPolicy", default_delivery_policy)}};
  if (topic.is_fifo()) {
    document["FifoTopic"] = "true";
    document["ContentBasedDeduplication"] = "false";
  }
  document.update(topic.attributes);
  return document;
}

}  // namespace cloche::sns
