#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/owned_policies.h"
#include "fakes/iam/policy_syntax.h"

namespace cloche::iam {

Answer put_inline_policy(Call& call, const Structure& request) {
  InlinePolicy policy{request.string("PolicyName"), request.string("PolicyDocument")};
  check_name("policyName", policy.name);
  const PolicyOwner owner = named_owner(call.account, request);
  check_policy(PolicyKind::identity, policy.document);
  OwnedPolicies policies(call.account);
  policies.put(owner.id, policy);

  // The quota is of all inline policies of the owner together.
  std::size_t size = 0;
  for (const InlinePolicy& inline_policy :
       policies.inline_policies(owner.id, "", std::numeric_limits<std::int64_t>::max())) {
    size += policy_size(inline_policy.document);
  }
  if (size > owner.inline_bytes) {
    throw limit_exceeded(fmt::format("Maximum policy size of {} bytes exceeded for {} {}", owner.inline_bytes,
                                     owner.kind, owner.name));
  }
  return {};
}

}  // namespace cloche::iam
