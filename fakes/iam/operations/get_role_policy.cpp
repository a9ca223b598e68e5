#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer get_role_policy(Call& call, const Structure& request) {
  const std::string& name = request.string("PolicyName");
  check_name("policyName", name);
  RoleStore roles(call.account);
  const Role role = named_role(roles, request);
  const auto policy = roles.find_policy(role.id, name);
  if (!policy) throw role_policy_not_found(name);
  return Json{{"RoleName", role.name},
              {"PolicyName", policy->name},
              {"PolicyDocument", encoded_policy(policy->document)}};
}

}  // namespace cloche::iam
