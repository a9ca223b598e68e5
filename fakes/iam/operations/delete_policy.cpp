#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer delete_policy(Call& call, const Structure& request) {
  PolicyStore policies(call.account);
  const ManagedPolicy policy = named_policy_to_change(call, policies, request);
  if (policy.attachments > 0) throw policy_in_use("Cannot delete a policy attached to entities.");
  if (policies.versions(policy.arn).size() > 1) {
    throw policy_in_use(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's "
        "versions. The default version is deleted with the policy.");
  }
  policies.remove(policy);
  return {};
}

}  // namespace cloche::iam
