#include <fmt/core.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/function_status.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/retirement.h"

namespace cloche::lambda {

namespace {

bool leads_to(const StoredAlias& alias, const std::string& version) {
  if (alias.configuration.at("FunctionVersion") == version) return true;
  const auto routing = alias.configuration.find("RoutingConfig");
  return routing != alias.configuration.end() && routing->at("AdditionalVersionWeights").contains(version);
}

void delete_version(Store& store, const FunctionKey& key) {
  const auto number = version_number(key.qualifier);
  if (!number)
    throw invalid_parameter("Deletion of aliases is not currently supported.");  // assumed: the words
  if (!store.find_version(key.name, *number)) throw function_not_found(key.qualified_arn(store.account()));
  std::vector<std::string> aliases;
  for (const StoredAlias& alias : store.aliases(key.name)) {
    if (leads_to(alias, key.qualifier)) aliases.push_back(alias.name);
  }
  if (!aliases.empty()) {
    throw resource_conflict(
        fmt::format("Unable to delete version because the following aliases reference it: [{}]",
                    fmt::join(aliases, ", ")));
  }
  store.remove_version(key.name, *number);
  store.remove_policy(key.name, key.qualifier);
  store.remove_event_invoke_document(key.name, key.qualifier);
}

}  // namespace

Answer delete_function(Call& call, const Structure& request) {
  const FunctionKey key = key_in(call, request);
  Store store(call.account, call.region);
  check_function_exists(store, key);
  if (key.qualifier == latest) {
    throw invalid_parameter("$LATEST version cannot be deleted without deleting the function.");
  }
  if (!key.qualifier.empty()) {
    delete_version(store, key);
    return {};
  }
  call.account.outbox().cancel(function_status_effect, key.arn(call.account));
  store.remove_function(key.name);
  retire_environments(call.account, key.arn(call.account));
  return {};
}

}  // namespace cloche::lambda
