#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer delete_role_policy(Call& call, const Structure& request) {
  const std::string& name = request.string("PolicyName");
  check_name("policyName", name);
  RoleStore roles(call.account);
  const Role role = named_role(roles, request);
  if (!roles.find_policy(role.id, name)) throw role_policy_not_found(name);
  roles.remove_policy(role.id, name);
  return {};
}

}  // namespace cloche::iam
