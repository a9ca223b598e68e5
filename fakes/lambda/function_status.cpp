#include "fakes/lambda/function_status.h"

#include <fmt/core.h>

#include <limits>
#include <utility>

#include "fakes/lambda/code_store.h"
#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_name.h"
#include "fakes/lambda/settings.h"

namespace cloche::lambda {

namespace {

constexpr const char* reason = "The function is being created.";  // of an update too
constexpr const char* reason_code = "Creating";

bool is_changing(const Json& configuration) {
  return configuration.at("State") == "Pending" ||
         configuration.value("LastUpdateStatus", "") == "InProgress";
}

void finish(Store& store, std::string_view name) {
  for (StoredVersion& version : store.versions(name, 0, std::numeric_limits<std::int64_t>::max())) {
    Json& configuration = version.shown.configuration;
    if (!is_changing(configuration)) continue;
    configuration["State"] = "Active";
    configuration["LastUpdateStatus"] = "Successful";
    for (const char* member :
         {"StateReason", "StateReasonCode", "LastUpdateStatusReason", "LastUpdateStatusReasonCode"}) {
      configuration.erase(member);
    }
    const bool drops_code =
        version.running && version.running->text("CodeSha256") != version.shown.text("CodeSha256");
    if (drops_code) say_code_is_dropped(store.account());
    version.running.reset();
    store.save_version(name, version);
  }
}

}  // namespace

void begin_creation(Edition& edition) {
  edition.configuration["State"] = "Pending";
  edition.configuration["StateReason"] = reason;
  edition.configuration["StateReasonCode"] = reason_code;
}

void begin_update(StoredVersion& version, Edition next) {
  next.configuration["LastUpdateStatus"] = "InProgress";
  next.configuration["LastUpdateStatusReason"] = reason;
  next.configuration["LastUpdateStatusReasonCode"] = reason_code;
  version.running = std::make_unique<Edition>(std::exchange(version.shown, std::move(next)));
}

void check_can_change(const Store& store, const StoredVersion& version) {
  const Json& configuration = version.shown.configuration;
  if (configuration.at("State") == "Pending") {
    throw resource_conflict(
        "The operation cannot be performed at this time. The function is currently in the following state: "
        "Pending");
  }
  if (is_changing(configuration)) {
    throw resource_conflict(fmt::format(
        "The operation cannot be performed at this time. An update is in progress for resource: {}",
        function_arn(store.account(), store.region(), version.shown.text("FunctionName"))));
  }
}

void finish_function_later(Store& store, std::string_view name) {
  Account& account = store.account();
  const Duration delay = function_status_delay(account);
  if (delay == Duration(0)) {
    finish(store, name);
    return;
  }
  account.outbox().schedule(function_status_effect, function_arn(account, store.region(), name),
                            account.clock().now() + delay,
                            {{"Region", store.region()}, {"FunctionName", name}});
}

void finish_function(Account& account, const Json& payload) {
  const auto region = payload.at("Region").get<std::string>();
  Store store(account, region);
  finish(store, payload.at("FunctionName").get_ref<const std::string&>());
}

}  // namespace cloche::lambda
