#include "fakes/lambda/function_access.h"
#include "fakes/lambda/operations/operations.h"

namespace cloche::lambda {

// Of an alias that is not there, and of a function, AWS says nothing: the model names no error of the kind.
Answer delete_alias(Call& call, const Structure& request) {
  const FunctionKey key = key_without_qualifier(call, request);
  const std::string& name = request.string("Name");
  Store store(call.account, call.region);
  store.remove_alias(key.name, name);
  store.remove_policy(key.name, name);
  store.remove_event_invoke_document(key.name, name);
  return {};
}

}  // namespace cloche::lambda
