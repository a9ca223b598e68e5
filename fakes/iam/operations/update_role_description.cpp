#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer update_role_description(Call& call, const Structure& request) {
  RoleStore roles(call.account);
  Role role = named_role(roles, request);
  role.description = request.string("Description");
  roles.update(role);
  return Json{{"Role", role_document(roles, role)}};
}

}  // namespace cloche::iam
