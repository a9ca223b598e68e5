#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/owned_policies.h"

namespace cloche::iam {

Answer delete_role(Call& call, const Structure& request) {
  RoleStore roles(call.account);
  const Role role = named_role(roles, request);
  OwnedPolicies(call.account).check_none(role.id);
  roles.remove(role.id);
  return {};
}

}  // namespace cloche::iam
