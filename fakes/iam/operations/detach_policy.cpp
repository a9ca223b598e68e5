#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/owned_policies.h"

namespace cloche::iam {

Answer detach_policy(Call& call, const Structure& request) {
  const std::string& arn = request.string("PolicyArn");
  check_policy_arn(arn);
  const PolicyOwner owner = named_owner(call.account, request);
  if (!OwnedPolicies(call.account).detach(owner.id, arn)) throw policy_not_found(arn);
  return {};
}

}  // namespace cloche::iam
