// The order of checks is assumed: names, what is not emulated, the settings, whether there is such a
// function, its tags, its code, what the account may store.
#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "fakes/lambda/account_limits.h"
#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/function_code.h"
#include "fakes/lambda/function_configuration.h"
#include "fakes/lambda/function_status.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/tags.h"
#include "fakes/lambda/version_publishing.h"

namespace cloche::lambda {

namespace {

constexpr std::size_t max_name_length = 64;  // of the name alone; the model has that of an ARN

FunctionKey new_key(const Call& call, const Structure& request) {
  FunctionKey key = key_without_qualifier(call, request);
  if (key.name.size() > max_name_length) {
    throw invalid_parameter(fmt::format(
        "1 validation error detected: Value '{}' at 'functionName' failed to satisfy constraint: Member must "
        "have length less than or equal to {}",
        key.name, max_name_length));
  }
  if (!key.qualifier.empty()) {
    throw invalid_parameter("The function name must not have a version or an alias.");  // assumed: the words
  }
  return key;
}

void check_request(const Structure& request) {
  if (request.string_or("PackageType", "Zip") == "Image")
    throw not_emulated("A function of a container image (PackageType Image)");
  for (const char* member : {"CodeSigningConfigArn", "PublishTo", "TenancyConfig"}) {
    if (request.has(member) && request.json(member) != "")
      throw not_emulated(fmt::format("CreateFunction.{}", member));
  }
  if (!request.has("Runtime") || !request.has("Handler")) {
    throw invalid_parameter(
        "Runtime and Handler are mandatory parameters for functions created with deployment packages.");
  }
}

}  // namespace

Answer create_function(Call& call, const Structure& request) {
  const FunctionKey key = new_key(call, request);
  check_request(request);
  StoredVersion version;
  version.shown.configuration = default_configuration(key.name);
  apply_settings(call, request, version.shown.configuration);
  take_architectures(call, request, version.shown.configuration);

  Store store(call.account, call.region);
  if (store.has_function(key.name)) throw resource_conflict("Function already exist: " + key.name);
  store.add_function(key.name);
  if (const Json* tags = request.find_json("Tags")) put_tags(store, key.name, *tags);
  take_code(call, request.structure("Code")).put_into(version.shown);
  version.shown.configuration["Version"] = latest;
  begin_creation(version.shown);
  touch(call.account, version.shown);
  store.save_version(key.name, version);

  Json document = describe(store, version);
  if (request.boolean_or("Publish", false)) {
    const StoredVersion published = publish(store, version);
    document = describe(store, published, version_name(published.number));
  }
  check_code_storage(store);
  finish_function_later(store, key.name);
  return document;
}

}  // namespace cloche::lambda
