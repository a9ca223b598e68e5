#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer set_default_policy_version(Call& call, const Structure& request) {
  PolicyStore policies(call.account);
  ManagedPolicy policy = named_policy_to_change(call, policies, request);
  policy.default_version = named_version(policies, policy, request).number;
  policy.updated = std::chrono::floor<std::chrono::seconds>(call.account.clock().now());
  policies.update(policy);
  return {};
}

}  // namespace cloche::iam
