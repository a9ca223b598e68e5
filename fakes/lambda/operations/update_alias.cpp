#include "fakes/lambda/alias_routing.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/operations/operations.h"

namespace cloche::lambda {

Answer update_alias(Call& call, const Structure& request) {
  const FunctionKey key = key_without_qualifier(call, request);
  Store store(call.account, call.region);
  StoredAlias alias = existing_alias(store, key.name, request.string("Name"));
  check_revision(request.find_string("RevisionId"),
                 alias.configuration.at("RevisionId").get_ref<const std::string&>());
  apply_alias(store, key.name, request, alias);
  store.save_alias(key.name, alias);
  return describe_alias(store, key.name, alias);
}

}  // namespace cloche::lambda
