#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer delete_role(Call& call, const Structure& request) {
  RoleStore roles(call.account);
  const Role role = named_role(roles, request);
  if (!roles.attachments(role.id).empty()) throw delete_conflict("detach all policies");
  if (!roles.policies(role.id, "", 1).empty()) throw delete_conflict("delete policies");
  roles.remove(role.id);
  return {};
}

}  // namespace cloche::iam
