#include <nlohmann/json.hpp>

#include "fakes/lambda/function_access.h"
#include "fakes/lambda/function_configuration.h"
#include "fakes/lambda/function_status.h"
#include "fakes/lambda/operations/operations.h"

namespace cloche::lambda {

Answer update_function_configuration(Call& call, const Structure& request) {
  const FunctionKey key = key_without_qualifier(call, request);
  Store store(call.account, call.region);
  StoredVersion version = latest_to_change(store, key, request);
  Edition next = version.shown;
  apply_settings(call, request, next.configuration);
  touch(call.account, next);
  begin_update(version, std::move(next));
  store.save_version(key.name, version);
  Json document = describe(store, version);
  finish_function_later(store, key.name);
  return document;
}

}  // namespace cloche::lambda
