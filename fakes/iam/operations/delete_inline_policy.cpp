#include <nlohmann/json.hpp>

#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/owned_policies.h"

namespace cloche::iam {

Answer delete_inline_policy(Call& call, const Structure& request) {
  const std::string& name = request.string("PolicyName");
  check_name("policyName", name);
  const PolicyOwner owner = named_owner(call.account, request);
  OwnedPolicies policies(call.account);
  if (!policies.find(owner.id, name)) throw inline_policy_not_found(owner.kind, name);
  policies.remove(owner.id, name);
  return {};
}

}  // namespace cloche::iam
