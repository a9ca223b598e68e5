#include "fakes/lambda/function.h"

#include <nlohmann/json.hpp>

#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_name.h"
#include "fakes/lambda/settings.h"
#include "fakes/lambda/store.h"

namespace cloche::lambda {

namespace {

// A number in [0, 1).
double draw(Account& account) { return static_cast<double>(account.ids().number() >> 11) * 0x1p-53; }

// The version to which an alias leads this time.
std::string drawn_version(Account& account, const Json& alias) {
  if (const auto routing = alias.find("RoutingConfig"); routing != alias.end()) {
    double place = draw(account);
    for (const auto& [version, weight] : routing->at("AdditionalVersionWeights").items()) {
      place -= weight.get<double>();
      if (place < 0) return version;
    }
  }
  return alias.at("FunctionVersion").get<std::string>();
}

}  // namespace

ResolvedFunction resolve(Account& account, std::string_view region, std::string_view name_or_arn,
                         const std::string* qualifier) {
  const FunctionKey key = function_key(account, region, name_or_arn, qualifier);
  Store store(account, region);
  std::string version = key.qualifier;
  bool by_weight = false;
  if (!version_number(version)) {
    if (const auto alias = store.find_alias(key.name, version)) {
      version = drawn_version(account, alias->configuration);
      by_weight = alias->configuration.contains("RoutingConfig");
    }
  }
  const auto number = version_number(version);
  auto to_run = number ? store.version_to_run(key.name, *number) : nullptr;
  if (!to_run) throw function_not_found(key.qualified_arn(account));
  if (to_run->state != "Active") {
    throw resource_conflict(
        "The operation cannot be performed at this time. The function is currently in the following state: " +
        to_run->state);
  }
  return {std::move(to_run), key.qualified_arn(account), key.qualifier, by_weight};
}

ConcurrencyLimits concurrency_limits(Account& account, std::string_view region,
                                     std::string_view function_name) {
  Store store(account, region);
  ConcurrencyLimits result;
  if (const auto reserved = store.reserved_concurrency(function_name))
    result.reserved = static_cast<int>(*reserved);
  result.unreserved = static_cast<int>(concurrent_executions(account) - store.total_reserved_concurrency());
  return result;
}

EventInvokeConfig event_invoke_config(Account& account, std::string_view region,
                                      std::string_view function_name, std::string_view qualifier) {
  EventInvokeConfig result;
  const auto document =
      Store(account, region).event_invoke_document(function_name, qualifier.empty() ? latest : qualifier);
  if (!document) return result;
  result.maximum_retry_attempts = document->value("MaximumRetryAttempts", result.maximum_retry_attempts);
  result.maximum_event_age =
      std::chrono::seconds(document->value("MaximumEventAgeInSeconds", result.maximum_event_age.count()));
  const auto destination = [&](const char* outcome) {
    return document->at("DestinationConfig").at(outcome).value("Destination", std::string());
  };
  result.on_success = destination("OnSuccess");
  result.on_failure = destination("OnFailure");
  return result;
}

}  // namespace cloche::lambda
