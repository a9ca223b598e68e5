#include "fakes/iam/role_store.h"

#include "fakes/core/arn.h"
#include "fakes/iam/credentials.h"

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
  account_.ring(std::string(credentials_bell));
  database_.run("DELETE FROM iam_tags WHERE owner_id = ?1", id);
  database_.run("DELETE FROM iam_roles WHERE id = ?1", id);
}

std::vector<Role> RoleStore::roles_with(std::string_view policy_arn) {
  auto row = database_.query(
      "SELECT id, name, path, trust_policy, description, max_session_seconds, created FROM iam_roles "
      "WHERE id IN (SELECT owner_id FROM iam_attachments WHERE policy_arn = ?1) ORDER BY name",
      policy_arn);
  std::vector<Role> roles;
  while (row.step()) roles.push_back(read_role(row));
  return roles;
}

std::string RoleStore::arn_of(const Role& role) const {
  return make_arn("iam", "", account_.number(), "role" + role.path + role.name);
}

}  // namespace cloche::iam
