#include "fakes/iam/role_store.h"

#include "fakes/core/arn.h"

namespace cloche::iam {

namespace {

Role read_role(const Statement& row) {
  return {row.string(0),
          row.string(1),
          row.string(2),
          row.string(3),
          row.optional_string(4),
          row.integer(5),
          from_millis(row.integer(6))};
}

}  // namespace

std::optional<Role> RoleStore::find(std::string_view name) {
  // As of users: a name is unique whatever its case, and found only as it was given. Assumed.
  auto row = database_.query(
      "SELECT id, name, path, trust_policy, description, max_session_seconds, created FROM iam_roles "
      "WHERE name = ?1 AND name = ?1 COLLATE BINARY",
      name);
  if (!row.step()) return std::nullopt;
  return read_role(row);
}

std::optional<Role> RoleStore::find_by_id(std::string_view id) {
  auto row = database_.query(
      "SELECT id, name, path, trust_policy, description, max_session_seconds, created FROM iam_roles "
      "WHERE id = ?1",
      id);
  if (!row.step()) return std::nullopt;
  return read_role(row);
}

bool RoleStore::name_is_taken(std::string_view name) {
  return database_.query("SELECT 1 FROM iam_roles WHERE name = ?1", name).step();
}

std::int64_t RoleStore::count() {
  auto row = database_.prepare("SELECT count(*) FROM iam_roles");
  row.step();
  return row.integer(0);
}

std::vector<Role> RoleStore::roles(std::string_view path_prefix, std::string_view start, std::int64_t limit) {
  auto row = database_.query(
      "SELECT id, name, path, trust_policy, description, max_session_seconds, created FROM iam_roles "
      "WHERE name > ?2 AND substr(path, 1, length(?1)) = ?1 ORDER BY name LIMIT ?3",
      path_prefix, start, limit);
  std::vector<Role> roles;
  while (row.step()) roles.push_back(read_role(row));
  return roles;
}

void RoleStore::add(const Role& role) {
  database_.run(
      "INSERT INTO iam_roles (id, name, path, trust_policy, description, max_session_seconds, created) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      role.id, role.name, role.path, role.trust_policy, role.description, role.max_session_seconds,
      to_millis(role.created));
}

void RoleStore::update(const Role& role) {
  database_.run(
      "UPDATE iam_roles SET trust_policy = ?2, description = ?3, max_session_seconds = ?4 WHERE id = ?1",
      role.id, role.trust_policy, role.description, role.max_session_seconds);
}

void RoleStore::remove(std::string_view id) {
  database_.run("DELETE FROM iam_tags WHERE owner_id = ?1", id);
  database_.run("DELETE FROM iam_roles WHERE id = ?1", id);
}

std::optional<InlinePolicy> RoleStore::find_policy(std::string_view role_id, std::string_view name) {
  auto row = database_.query("SELECT name, document FROM iam_role_policies WHERE role_id = ?1 AND name = ?2",
                             role_id, name);
  if (!row.step()) return std::nullopt;
  return InlinePolicy{row.string(0), row.string(1)};
}

std::vector<InlinePolicy> RoleStore::policies(std::string_view role_id, std::string_view start,
                                              std::int64_t limit) {
  auto row = database_.query(
      "SELECT name, document FROM iam_role_policies WHERE role_id = ?1 AND name > ?2 ORDER BY name LIMIT ?3",
      role_id, start, limit);
  std::vector<InlinePolicy> policies;
  while (row.step()) policies.push_back({row.string(0), row.string(1)});
  return policies;
}

void RoleStore::put_policy(std::string_view role_id, const InlinePolicy& policy) {
  database_.run(
      "INSERT INTO iam_role_policies (role_id, name, document) VALUES (?1, ?2, ?3) "
      "ON CONFLICT DO UPDATE SET document = excluded.document",
      role_id, policy.name, policy.document);
}

void RoleStore::remove_policy(std::string_view role_id, std::string_view name) {
  database_.run("DELETE FROM iam_role_policies WHERE role_id = ?1 AND name = ?2", role_id, name);
}

std::vector<std::string> RoleStore::attachments(std::string_view role_id) {
  auto row = database_.query(
      "SELECT policy_arn FROM iam_role_attachments WHERE role_id = ?1 ORDER BY policy_arn", role_id);
  std::vector<std::string> arns;
  while (row.step()) arns.push_back(row.string(0));
  return arns;
}

std::vector<Role> RoleStore::roles_with(std::string_view policy_arn) {
  auto row = database_.query(
      "SELECT id, name, path, trust_policy, description, max_session_seconds, created FROM iam_roles "
      "WHERE id IN (SELECT role_id FROM iam_role_attachments WHERE policy_arn = ?1) ORDER BY name",
      policy_arn);
  std::vector<Role> roles;
  while (row.step()) roles.push_back(read_role(row));
  return roles;
}

void RoleStore::attach(std::string_view role_id, std::string_view policy_arn) {
  database_.run(
      "INSERT INTO iam_role_attachments (role_id, policy_arn) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
      role_id, policy_arn);
}

bool RoleStore::detach(std::string_view role_id, std::string_view policy_arn) {
  return database_.run("DELETE FROM iam_role_attachments WHERE role_id = ?1 AND policy_arn = ?2", role_id,
                       policy_arn) > 0;
}

std::string RoleStore::arn_of(const Role& role) const {
  return make_arn("iam", "", account_.number(), "role" + role.path + role.name);
}

}  // namespace cloche::iam
