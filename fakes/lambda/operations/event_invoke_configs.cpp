// The configuration of asynchronous invocation: Put, Update, Get, Delete and List of it. It belongs to
// $LATEST, to a version or to an alias.
#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/paging.h"
#include "fakes/lambda/target.h"

namespace cloche::lambda {

namespace {

/// The function and the qualifier, which is never empty.
FunctionKey configured_key(const Call& call, const Structure& request) {
  FunctionKey key = key_in(call, request);
  if (key.qualifier.empty()) key.qualifier = latest;
  return key;
}

/// What Put and Update check first. Assumed: the words for a function, version or alias that is not there.
void check_change(Store& store, const FunctionKey& key, const Structure& request) {
  const auto number = version_number(key.qualifier);
  const bool exists = number ? store.find_version(key.name, *number).has_value()
                             : store.find_alias(key.name, key.qualifier).has_value();
  if (!exists) throw resource_not_found("The function doesn't exist.");
  if (!request.has("MaximumRetryAttempts") && !request.has("MaximumEventAgeInSeconds") &&
      !request.has("DestinationConfig")) {
    throw invalid_parameter("You must specify at least one of error handling or destination setting.");
  }
}

// As Java prints the request, which is how AWS words it.
std::string in_java(const Json& destinations) {
  const auto one = [&](const char* member, const char* type) -> std::string {
    const auto found = destinations.find(member);
    if (found == destinations.end()) return "null";
    return fmt::format("{}(destination={})", type, found->value("Destination", "null"));
  };
  return fmt::format("DestinationConfig(onSuccess={}, onFailure={})", one("OnSuccess", "OnSuccess"),
                     one("OnFailure", "OnFailure"));
}

// "Capturing records of Lambda asynchronous invocations": a standard queue, a standard topic, a function, an
// event bus; a bucket for what failed. That a FIFO queue is refused with the same words is assumed.
void check_destinations(const Call& call, const FunctionKey& key, const Json& destinations) {
  for (const char* outcome : {"OnSuccess", "OnFailure"}) {
    const std::string target = destinations.value(outcome, Json::object()).value("Destination", "");
    if (target.empty()) continue;
    const std::string service = service_of_target(target, call.region);
    const bool is_possible = service == "sqs" || service == "sns" || service == "lambda" ||
                             (service == "events" && target.find(":event-bus/") != target.npos) ||
                             (service == "s3" && std::string_view(outcome) == "OnFailure");
    if (!is_possible || is_fifo_target(target)) {
      throw invalid_parameter(
          fmt::format("The provided destination config {} is invalid.", in_java(destinations)));
    }
    if (service == "lambda" && FunctionName::parse(target).name == key.name) {
      throw invalid_parameter("You can't specify the function as a destination for itself.");
    }
    if (service == "s3") {
      call.report_unsupported(
          fmt::format("DestinationConfig.{}: a bucket as destination is kept and gets nothing", outcome));
    }
  }
}

Json answer(const Call& call, const FunctionKey& key, Json document) {
  document["FunctionArn"] = key.qualified_arn(call.account);
  return document;
}

ApiError no_config(const Call& call, const FunctionKey& key) {
  return resource_not_found(
      fmt::format("The function {} doesn't have an EventInvokeConfig", key.qualified_arn(call.account)));
}

Answer save(Call& call, const Structure& request, Store& store, const FunctionKey& key, Json document) {
  for (const char* member : {"MaximumRetryAttempts", "MaximumEventAgeInSeconds"}) {
    if (const auto value = request.find_integer(member)) document[member] = *value;
  }
  if (const Json* given = request.find_json("DestinationConfig")) {
    check_destinations(call, key, *given);
    // An update replaces a destination that it names, and an empty ARN takes it away.
    for (const auto& [outcome, target] : given->items()) {
      const std::string destination = target.value("Destination", "");
      document["DestinationConfig"][outcome] =
          destination.empty() ? Json::object() : Json{{"Destination", destination}};
    }
  }
  document["LastModified"] = to_millis(call.account.clock().now());
  store.save_event_invoke_document(key.name, key.qualifier, document);
  return answer(call, key, std::move(document));
}

}  // namespace

Answer put_function_event_invoke_config(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const FunctionKey key = configured_key(call, request);
  check_change(store, key, request);
  Json document{{"DestinationConfig", {{"OnSuccess", Json::object()}, {"OnFailure", Json::object()}}}};
  return save(call, request, store, key, std::move(document));
}

Answer update_function_event_invoke_config(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const FunctionKey key = configured_key(call, request);
  check_change(store, key, request);
  auto document = store.event_invoke_document(key.name, key.qualifier);
  if (!document) throw no_config(call, key);
  return save(call, request, store, key, *std::move(document));
}

Answer get_function_event_invoke_config(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const FunctionKey key = configured_key(call, request);
  auto document = store.event_invoke_document(key.name, key.qualifier);
  if (!document) throw no_config(call, key);
  return answer(call, key, *std::move(document));
}

Answer delete_function_event_invoke_config(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const FunctionKey key = configured_key(call, request);
  if (!store.remove_event_invoke_document(key.name, key.qualifier)) throw no_config(call, key);
  return {};
}

Answer list_function_event_invoke_configs(Call& call, const Structure& request) {
  FunctionKey key = key_without_qualifier(call, request);
  Store store(call.account, call.region);
  check_function_exists(store, key);
  return page(
      request, "FunctionEventInvokeConfigs",
      store.event_invoke_documents(key.name, page_start(request), page_size(request) + 1),
      [](const EventInvokeDocument& each) { return each.qualifier; },
      [&](const EventInvokeDocument& each) {
        key.qualifier = each.qualifier;
        return answer(call, key, each.configuration);
      });
}

}  // namespace cloche::lambda
