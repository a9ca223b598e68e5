#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/policy_syntax.h"

namespace cloche::iam {

namespace {
constexpr int roles_per_account = 1000;
}  // namespace

Answer create_role(Call& call, const Structure& request) {
  const std::string& name = request.string("RoleName");
  const std::string path = request.string_or("Path", "/");
  check_name("roleName", name);
  check_path("path", path);
  if (request.has("PermissionsBoundary")) throw not_emulated("CreateRole with a PermissionsBoundary");
  const std::string& trust_policy = request.string("AssumeRolePolicyDocument");
  check_trust_policy(trust_policy);

  RoleStore roles(call.account);
  if (roles.name_is_taken(name)) throw role_exists(name);
  if (roles.count() >= roles_per_account) throw quota_exceeded("RolesPerAccount", roles_per_account);
  Role role;
  role.id = unique_id(call.account.ids(), "AROA");
  role.name = name;
  role.path = path;
  role.trust_policy = trust_policy;
  if (const std::string* description = request.find_string("Description")) role.description = *description;
  role.max_session_seconds = request.integer_or("MaxSessionDuration", role.max_session_seconds);
  role.created = std::chrono::floor<std::chrono::seconds>(call.account.clock().now());
  roles.add(role);
  Store store(call.account);
  put_tags(store, role.id, request, "TagsPerRole");

  Json document = role_document(roles, role);
  // Assumed: what was not asked for is not shown yet, as in the examples of the CLI's reference.
  if (!request.has("MaxSessionDuration")) document.erase("MaxSessionDuration");
  if (request.has("Tags")) document["Tags"] = request.json("Tags");
  return Json{{"Role", std::move(document)}};
}

}  // namespace cloche::iam
