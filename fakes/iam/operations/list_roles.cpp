#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

Answer list_roles(Call& call, const Structure& request) {
  const std::string prefix = request.string_or("PathPrefix", "/");
  check_path_prefix(prefix);
  RoleStore roles(call.account);
  return page(
      request, "Roles",
      [&](const std::string& start, std::int64_t limit) { return roles.roles(prefix, start, limit); },
      [](const Role& role) { return role.name; },
      [&](const Role& role) { return role_document(roles, role); });
}

}  // namespace cloche::iam
