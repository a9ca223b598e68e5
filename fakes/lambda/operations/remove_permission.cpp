#include <fmt/core.h>

#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/resource_policy.h"

namespace cloche::lambda {

Answer remove_permission(Call& call, const Structure& request) {
  const FunctionKey key = key_in(call, request);
  Store store(call.account, call.region);
  check_function_exists(store, key);
  const std::string revision = policy_revision(store, key);
  if (store.policy_statements(key.name, key.qualifier).empty()) {
    throw resource_not_found("No policy is associated with the given resource.");
  }
  const std::string& sid = request.string("StatementId");
  if (!store.has_policy_statement(key.name, key.qualifier, sid)) {
    throw resource_not_found(fmt::format("Statement {} is not found in resource policy.", sid));
  }
  check_revision(request.find_string("RevisionId"), revision);
  store.remove_policy_statement(key.name, key.qualifier, sid);
  change_policy_revision(store, key);
  return {};
}

}  // namespace cloche::lambda
