#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/policy_syntax.h"

namespace cloche::iam {

namespace {
constexpr std::size_t inline_bytes_per_role = 10240;
}  // namespace

Answer put_role_policy(Call& call, const Structure& request) {
  InlinePolicy policy{request.string("PolicyName"), request.string("PolicyDocument")};
  check_name("policyName", policy.name);
  RoleStore roles(call.account);
  const Role role = named_role(roles, request);
  check_policy(PolicyKind::identity, policy.document);
  roles.put_policy(role.id, policy);

  // The quota is of all inline policies of the role together.
  std::size_t size = 0;
  for (const InlinePolicy& inline_policy :
       roles.policies(role.id, "", std::numeric_limits<std::int64_t>::max())) {
    size += policy_size(inline_policy.document);
  }
  if (size > inline_bytes_per_role) {
    throw limit_exceeded(fmt::format("Maximum policy size of {} bytes exceeded for role {}",
                                     inline_bytes_per_role, role.name));
  }
  return {};
}

}  // namespace cloche::iam
