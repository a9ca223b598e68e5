#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

Answer list_role_policies(Call& call, const Structure& request) {
  RoleStore roles(call.account);
  const Role role = named_role(roles, request);
  const auto name = [](const InlinePolicy& policy) { return policy.name; };
  return page(
      request, "PolicyNames",
      [&](const std::string& start, std::int64_t limit) { return roles.policies(role.id, start, limit); },
      name, name);
}

}  // namespace cloche::iam
