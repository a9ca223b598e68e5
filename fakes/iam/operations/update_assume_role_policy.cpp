#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/policy_syntax.h"

namespace cloche::iam {

Answer update_assume_role_policy(Call& call, const Structure& request) {
  RoleStore roles(call.account);
  Role role = named_role(roles, request);
  role.trust_policy = request.string("PolicyDocument");
  check_trust_policy(role.trust_policy);
  roles.update(role);
  return {};
}

}  // namespace cloche::iam
