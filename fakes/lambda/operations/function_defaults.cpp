// What can be read of a function and is never but the default here: its code signing configuration (none) and
// how its runtime is updated.
#include <nlohmann/json.hpp>

#include "fakes/lambda/function_access.h"
#include "fakes/lambda/function_configuration.h"
#include "fakes/lambda/operations/operations.h"

namespace cloche::lambda {

Answer get_function_code_signing_config(Call& call, const Structure& request) {
  const FunctionKey key = key_without_qualifier(call, request);
  Store store(call.account, call.region);
  check_function_exists(store, key);
  return Json{{"CodeSigningConfigArn", ""}, {"FunctionName", key.name}};  // assumed: that the ARN is empty
}

Answer get_runtime_management_config(Call& call, const Structure& request) {
  const FunctionKey key = key_in(call, request);
  Store store(call.account, call.region);
  const StoredVersion version = existing_version(store, key);
  return Json{{"UpdateRuntimeOn", "Auto"},
              {"FunctionArn", describe(store, version, version_name(version.number)).at("FunctionArn")}};
}

}  // namespace cloche::lambda
