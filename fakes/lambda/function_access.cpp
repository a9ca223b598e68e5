#include "fakes/lambda/function_access.h"

#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_status.h"

namespace cloche::lambda {

FunctionKey key_in(const wire::Call& call, const wire::Structure& request) {
  return function_key(call.account, call.region, request.string("FunctionName"),
                      request.find_string("Qualifier"));
}

FunctionKey key_without_qualifier(const wire::Call& call, const wire::Structure& request) {
  return function_key(call.account, call.region, request.string("FunctionName"));
}

void check_function_exists(Store& store, const FunctionKey& key) {
  if (!store.has_function(key.name)) throw function_not_found(key.arn(store.account()));
}

StoredVersion existing_version(Store& store, const FunctionKey& key) {
  std::string version = key.qualifier;
  if (!version_number(version)) {
    if (const auto alias = store.find_alias(key.name, version))
      version = alias->configuration.at("FunctionVersion");
  }
  const auto number = version_number(version);
  auto found = number ? store.find_version(key.name, *number) : std::nullopt;
  if (!found) throw function_not_found(key.qualified_arn(store.account()));
  return *std::move(found);
}

StoredVersion latest_to_change(Store& store, const FunctionKey& key, const wire::Structure& request) {
  if (!key.qualifier.empty() && key.qualifier != latest) {
    throw invalid_parameter(
        "Current operation does not support versions other than $LATEST. Please set the version to $LATEST "
        "or do not set "
        "a version in your request.");
  }
  auto version = store.find_version(key.name, 0);
  if (!version) throw function_not_found(key.arn(store.account()));
  check_revision(request.find_string("RevisionId"), version->shown.text("RevisionId"));
  check_can_change(store, *version);
  return *std::move(version);
}

void check_unqualified(const FunctionKey& key) {
  if (key.qualifier.empty()) return;
  throw invalid_parameter(
      "This operation is permitted on Lambda functions only. Aliases and versions do not support this "
      "operation. Please "
      "specify either a function name or an unqualified function ARN.");
}

void check_revision(const std::string* revision, std::string_view current) {
  if (revision != nullptr && *revision != current) throw revision_does_not_match();
}

}  // namespace cloche::lambda
