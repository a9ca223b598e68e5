#include "fakes/lambda/alias_routing.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/operations/operations.h"

namespace cloche::lambda {

Answer get_alias(Call& call, const Structure& request) {
  const FunctionKey key = key_without_qualifier(call, request);
  Store store(call.account, call.region);
  return describe_alias(store, key.name, existing_alias(store, key.name, request.string("Name")));
}

}  // namespace cloche::lambda
