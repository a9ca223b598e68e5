#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer delete_policy_version(Call& call, const Structure& request) {
  PolicyStore policies(call.account);
  const ManagedPolicy policy = named_policy_to_change(call, policies, request);
  const PolicyVersion version = named_version(policies, policy, request);
  if (version.number == policy.default_version) {
    throw policy_in_use("Cannot delete the default version of a policy.");
  }
  policies.remove_version(policy.arn, version.number);
  return {};
}

}  // namespace cloche::iam
