#include "fakes/iam/owned_policies.h"

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"

namespace cloche::iam {

// The quotas: "IAM and AWS STS quotas" of the IAM User Guide.
PolicyOwner named_owner(Account& account, const wire::Structure& request) {
  if (request.shape().member("RoleName") != nullptr) {
    RoleStore roles(account);
    const Role role = named_role(roles, request);
    return {role.id, role.name, "role", "RoleName", 10240, "PoliciesPerRole"};
  }
  if (request.shape().member("GroupName") != nullptr) {
    GroupStore groups(account);
    const Group group = named_group(groups, request);
    return {group.id, group.name, "group", "GroupName", 5120, "PoliciesPerGroup"};
  }
  Store store(account);
  const User user = named_user(store, request);
  return {user.id, user.name, "user", "UserName", 2048, "PoliciesPerUser"};
}

std::optional<InlinePolicy> OwnedPolicies::find(std::string_view owner_id, std::string_view name) {
  auto row = database_.query(
      "SELECT name, document FROM iam_inline_policies WHERE owner_id = ?1 AND name = ?2", owner_id, name);
  if (!row.step()) return std::nullopt;
  return InlinePolicy{row.string(0), row.string(1)};
}

std::vector<InlinePolicy> OwnedPolicies::inline_policies(std::string_view owner_id, std::string_view start,
                                                         std::int64_t limit) {
  auto row = database_.query(
      "SELECT name, document FROM iam_inline_policies WHERE owner_id = ?1 AND name > ?2 ORDER BY name LIMIT "
      "?3",
      owner_id, start, limit);
  std::vector<InlinePolicy> policies;
  while (row.step()) policies.push_back({row.string(0), row.string(1)});
  return policies;
}

void OwnedPolicies::put(std::string_view owner_id, const InlinePolicy& policy) {
  database_.run(
      "INSERT INTO iam_inline_policies (owner_id, name, document) VALUES (?1, ?2, ?3) "
      "ON CONFLICT DO UPDATE SET document = excluded.document",
      owner_id, policy.name, policy.document);
}

void OwnedPolicies::remove(std::string_view owner_id, std::string_view name) {
  database_.run("DELETE FROM iam_inline_policies WHERE owner_id = ?1 AND name = ?2", owner_id, name);
}

std::vector<std::string> OwnedPolicies::attachments(std::string_view owner_id) {
  auto row = database_.query("SELECT policy_arn FROM iam_attachments WHERE owner_id = ?1 ORDER BY policy_arn",
                             owner_id);
  std::vector<std::string> arns;
  while (row.step()) arns.push_back(row.string(0));
  return arns;
}

void OwnedPolicies::attach(std::string_view owner_id, std::string_view policy_arn) {
  database_.run("INSERT INTO iam_attachments (owner_id, policy_arn) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                owner_id, policy_arn);
}

bool OwnedPolicies::detach(std::string_view owner_id, std::string_view policy_arn) {
  return database_.run("DELETE FROM iam_attachments WHERE owner_id = ?1 AND policy_arn = ?2", owner_id,
                       policy_arn) > 0;
}

void OwnedPolicies::check_none(std::string_view owner_id) {
  if (!attachments(owner_id).empty()) throw delete_conflict("detach all policies");
  if (!inline_policies(owner_id, "", 1).empty()) throw delete_conflict("delete policies");
}

}  // namespace cloche::iam
