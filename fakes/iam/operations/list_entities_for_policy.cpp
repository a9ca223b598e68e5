#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

// Only roles have policies here, so the others are empty.
Answer list_entities_for_policy(Call& call, const Structure& request) {
  const std::string& arn = request.string("PolicyArn");
  if (!is_aws_policy(arn)) {
    PolicyStore policies(call.account);
    named_policy(policies, request);
  }
  const std::string prefix = request.string_or("PathPrefix", "/");
  const bool none = request.string_or("EntityFilter", "Role") != "Role" ||
                    request.string_or("PolicyUsageFilter", "") == "PermissionsBoundary";
  RoleStore roles(call.account);
  const auto read = [&](const std::string& start, std::int64_t limit) {
    std::vector<Role> found = none ? std::vector<Role>() : roles.roles_with(arn);
    std::erase_if(found,
                  [&](const Role& role) { return role.name <= start || !role.path.starts_with(prefix); });
    if (static_cast<std::int64_t>(found.size()) > limit) found.resize(static_cast<std::size_t>(limit));
    return found;
  };
  Json answer = page(
      request, "PolicyRoles", read, [](const Role& role) { return role.name; },
      [](const Role& role) {
        return Json{{"RoleName", role.name}, {"RoleId", role.id}};
      });
  answer["PolicyGroups"] = Json::array();
  answer["PolicyUsers"] = Json::array();
  return answer;
}

}  // namespace cloche::iam
