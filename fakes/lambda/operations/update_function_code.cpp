#include <nlohmann/json.hpp>
#include <utility>

#include "fakes/core/api_error.h"
#include "fakes/lambda/account_limits.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/function_code.h"
#include "fakes/lambda/function_configuration.h"
#include "fakes/lambda/function_status.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/version_publishing.h"

namespace cloche::lambda {

Answer update_function_code(Call& call, const Structure& request) {
  const FunctionKey key = key_without_qualifier(call, request);
  if (request.has("PublishTo")) throw not_emulated("UpdateFunctionCode.PublishTo");
  Store store(call.account, call.region);
  StoredVersion version = latest_to_change(store, key, request);
  Edition next = version.shown;
  take_architectures(call, request, next.configuration);
  take_code(call, request).put_into(next);
  if (request.boolean_or("DryRun", false)) {  // what it would be; nothing is saved
    version.shown = std::move(next);
    return describe(store, version);
  }
  touch(call.account, next);
  begin_update(version, std::move(next));
  Json document = describe(store, version);
  store.save_version(key.name, version);
  if (request.boolean_or("Publish", false)) {
    const StoredVersion published = publish(store, version);
    document = describe(store, published, version_name(published.number));
  }
  check_code_storage(store);
  finish_function_later(store, key.name);
  return document;
}

}  // namespace cloche::lambda
