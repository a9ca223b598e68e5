#include "fakes/lambda/alias_routing.h"

#include <fmt/core.h>

#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_name.h"

namespace cloche::lambda {

namespace {

using wire::Structure;

StoredVersion version_of_alias(Store& store, const std::string& function_name, const std::string& version) {
  const auto number = version_number(version);
  auto found = number ? store.find_version(function_name, *number) : std::nullopt;
  if (!found) {
    throw function_not_found(function_arn(store.account(), store.region(), function_name, version));
  }
  return *std::move(found);
}

// "Implement Lambda canary deployments using a weighted alias": two published versions with the same role and
// the same dead-letter queue. The words but of roles and $LATEST are assumed.
void check_weights(Store& store, const std::string& function_name, const std::string& version,
                   const Json& weights) {
  if (weights.size() > 1) {
    throw invalid_parameter("Number of items in AdditionalVersionWeights cannot be greater than 1");
  }
  if (weights.empty()) return;
  if (version == latest) {
    throw invalid_parameter("$LATEST is not supported for an alias pointing to more than 1 version");
  }
  const std::string& other = weights.begin().key();
  if (other == version) {
    throw invalid_parameter(fmt::format(
        "Invalid function version {}. Function version {} is already included in routing configuration.",
        other, other));
  }
  const StoredVersion first = version_of_alias(store, function_name, version);
  const StoredVersion second = version_of_alias(store, function_name, other);
  if (first.shown.configuration.at("Role") != second.shown.configuration.at("Role")) {
    throw invalid_parameter("Specified versions must be associated with the same execution role");
  }
  const auto letters = [](const StoredVersion& each) {
    return each.shown.configuration.value("DeadLetterConfig", Json::object());
  };
  if (letters(first) != letters(second)) {
    throw invalid_parameter("Specified versions must have the same dead letter queue configuration");
  }
}

}  // namespace

void apply_alias(Store& store, const std::string& function_name, const Structure& request,
                 StoredAlias& alias) {
  Json& configuration = alias.configuration;
  if (const std::string* version = request.find_string("FunctionVersion")) {
    version_of_alias(store, function_name, *version);
    configuration["FunctionVersion"] = *version;
  }
  if (const std::string* description = request.find_string("Description"))
    configuration["Description"] = *description;
  if (const auto routing = request.find_structure("RoutingConfig")) {
    const Json* const weights = routing->find_json("AdditionalVersionWeights");
    if (weights == nullptr || weights->empty()) {
      configuration.erase("RoutingConfig");
    } else {
      configuration["RoutingConfig"] = {{"AdditionalVersionWeights", *weights}};
    }
  }
  if (const auto routing = configuration.find("RoutingConfig"); routing != configuration.end()) {
    check_weights(store, function_name, configuration.at("FunctionVersion").get_ref<const std::string&>(),
                  routing->at("AdditionalVersionWeights"));
  }
  configuration["RevisionId"] = store.account().ids().uuid();
}

Json describe_alias(const Store& store, std::string_view function_name, const StoredAlias& alias) {
  Json document = alias.configuration;
  document["Name"] = alias.name;
  document["AliasArn"] = function_arn(store.account(), store.region(), function_name, alias.name);
  return document;
}

StoredAlias existing_alias(Store& store, std::string_view function_name, std::string_view name) {
  auto alias = store.find_alias(function_name, name);
  if (!alias) {
    throw resource_not_found(fmt::format("Cannot find alias arn: {}",
                                         function_arn(store.account(), store.region(), function_name, name)));
  }
  return *std::move(alias);
}

}  // namespace cloche::lambda
