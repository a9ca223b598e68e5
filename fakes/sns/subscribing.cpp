#include "fakes/sns/subscribing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "fakes/core/arn.h"
#include "fakes/sns/errors.h"
#include "fakes/sns/notification.h"

namespace cloche::sns {

namespace {

constexpr std::chrono::days confirmation_time{3};
// As tokens of the real service begin.
constexpr const char* token_prefix = "2336412f37";
constexpr std::size_t token_length = 224;

constexpr std::array emulated{std::string_view("sqs"), std::string_view("lambda"), std::string_view("email"),
                              std::string_view("email-json")};
constexpr std::array others{std::string_view("http"), std::string_view("https"), std::string_view("sms"),
                            std::string_view("application"), std::string_view("firehose")};

bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" \t\r\n,;<>") == std::string_view::npos;
}

// An endpoint that is a resource; `service` as ARNs have it.
void check_resource(const wire::Call& call, const std::string& endpoint, std::string_view service,
                    const char* title) {
  const auto arn = Arn::parse(endpoint);
  if (!arn || arn->service != service || arn->resource.empty()) {
    throw invalid_parameter(fmt::format("{} endpoint ARN", title));
  }
  if (arn->account != call.account.number()) {
    throw not_emulated(fmt::format("A subscription of another account's {}", title));
  }
}

}  // namespace

void check_protocol(const std::string& protocol) {
  if (std::ranges::count(others, protocol) > 0)
    throw not_emulated(fmt::format("A subscription by {}", protocol));
  if (std::ranges::count(emulated, protocol) == 0) {
    throw invalid_parameter(fmt::format("Amazon SNS does not support this protocol string: {}", protocol));
  }
}

void check_endpoint(const wire::Call& call, const Topic& topic, const std::string& protocol,
                    const std::string& endpoint) {
  // That these name the parameter twice is the service's.
  if (topic.is_fifo() && protocol != "sqs") {
    throw invalid_parameter("Invalid parameter: Endpoint", "Please use FIFO SQS queue");
  }
  if (protocol == "sqs") {
    check_resource(call, endpoint, "sqs", "SQS");
    if (!topic.is_fifo() && endpoint.ends_with(".fifo")) {
      throw invalid_parameter("Invalid parameter: Endpoint",
                              "FIFO SQS Queues can not be subscribed to standard SNS topics");
    }
  } else if (protocol == "lambda") {
    check_resource(call, endpoint, "lambda", "Lambda");
    if (endpoint.find(":function:") == std::string::npos) throw invalid_parameter("Lambda endpoint ARN");
  } else if (!is_address(endpoint)) {
    throw invalid_parameter("Email address");
  }
}

bool needs_confirmation(std::string_view protocol) { return protocol != "sqs" && protocol != "lambda"; }

void ask_for_confirmation(Account& account, const Topic& topic, Subscription& subscription) {
  subscription.token = token_prefix + account.ids().hex(token_length - std::string_view(token_prefix).size());
  account.outbox().schedule(expire_effect, subscription.id, account.clock().now() + confirmation_time,
                            {{"Id", subscription.id}});
  mail_confirmation(account, topic, subscription);
}

void expire_subscription(Account& account, const Json& payload) {
  Store store(account);
  const auto subscription = store.find_subscription(payload.at("Id").get<std::string>());
  if (subscription && subscription->pending) store.remove_subscription(subscription->id);
}

void remove_subscription(Account& account, const Subscription& subscription) {
  Store store(account);
  store.remove_subscription(subscription.id);
  account.outbox().cancel(expire_effect, subscription.id);
  if (auto topic = store.find_topic(subscription.region, subscription.topic)) {
    ++topic->deleted;
    store.update_topic(*topic);
  }
}

}  // namespace cloche::sns
