#include <nlohmann/json.hpp>

#include "fakes/lambda/alias_routing.h"
#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/operations/operations.h"

namespace cloche::lambda {

Answer create_alias(Call& call, const Structure& request) {
  const FunctionKey key = key_without_qualifier(call, request);
  const std::string& name = request.string("Name");
  Store store(call.account, call.region);
  check_function_exists(store, key);
  if (store.find_alias(key.name, name)) {
    throw resource_conflict("Alias already exists: " +
                            function_arn(call.account, call.region, key.name, name));
  }
  StoredAlias alias{name, {{"Description", ""}}};
  apply_alias(store, key.name, request, alias);
  store.save_alias(key.name, alias);
  return describe_alias(store, key.name, alias);
}

}  // namespace cloche::lambda
