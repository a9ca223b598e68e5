#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/owned_policies.h"

namespace cloche::iam {

Answer get_inline_policy(Call& call, const Structure& request) {
  const std::string& name = request.string("PolicyName");
  check_name("policyName", name);
  const PolicyOwner owner = named_owner(call.account, request);
  const auto policy = OwnedPolicies(call.account).find(owner.id, name);
  if (!policy) throw inline_policy_not_found(owner.kind, name);
  return Json{{owner.name_member, owner.name},
              {"PolicyName", policy->name},
              {"PolicyDocument", encoded_policy(policy->document)}};
}

}  // namespace cloche::iam
