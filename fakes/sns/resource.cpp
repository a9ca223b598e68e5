#include "fakes/sns/resource.h"

#include <fmt/format.h>

#include <algorithm>

#include "fakes/core/arn.h"
#include "fakes/sns/errors.h"

namespace cloche::sns {

namespace {

/// What stands after the account in an ARN of SNS in the caller's region and account.
std::string own_resource(const wire::Call& call, std::string_view text, std::string_view parameter) {
  const auto elements = std::ranges::count(text, ':') + 1;
  if (elements < 6) {
    throw invalid_parameter(parameter, fmt::format("An ARN must have at least 6 elements, not {}", elements));
  }
  const auto arn = Arn::parse(text);
  if (!arn) throw invalid_parameter(parameter, fmt::format("{} does not start with arn", text));
  // Assumed: that these two come before that of the account.
  if (arn->service != "sns" || arn->resource.empty()) throw invalid_parameter(parameter);
  if (arn->region != call.region) throw invalid_parameter(parameter);
  if (arn->account != call.account.number()) {
    throw not_authorized(call.caller.arn, call.operation.name, text);
  }
  return arn->resource;
}

}  // namespace

std::string topic_name(const wire::Call& call, std::string_view arn, std::string_view parameter) {
  std::string name = own_resource(call, arn, parameter);
  if (name.find(':') != std::string::npos) throw invalid_parameter(parameter);
  return name;
}

Topic existing_topic(wire::Call& call, std::string_view arn, std::string_view parameter) {
  auto topic = Store(call.account).find_topic(call.region, topic_name(call, arn, parameter));
  if (!topic) throw topic_not_found();
  return std::move(*topic);
}

std::string subscription_id(const wire::Call& call, std::string_view arn) {
  const std::string resource = own_resource(call, arn, "SubscriptionArn");
  const std::size_t colon = resource.find(':');
  if (colon == std::string::npos) throw invalid_parameter("SubscriptionArn");  // assumed
  return resource.substr(colon + 1);
}

Subscription existing_subscription(wire::Call& call, std::string_view arn) {
  Store store(call.account);
  auto subscription = store.find_subscription(subscription_id(call, arn));
  if (!subscription || store.arn_of(*subscription) != arn) throw subscription_not_found();
  return std::move(*subscription);
}

}  // namespace cloche::sns
