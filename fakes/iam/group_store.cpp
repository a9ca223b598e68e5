#include "fakes/iam/group_store.h"

#include "fakes/core/arn.h"

namespace cloche::iam {

namespace {

Group read_group(const Statement& row) {
  return {row.string(0), row.string(1), row.string(2), from_millis(row.integer(3))};
}

std::vector<Group> read_groups(Statement row) {
  std::vector<Group> groups;
  while (row.step()) groups.push_back(read_group(row));
  return groups;
}

}  // namespace

std::optional<Group> GroupStore::find(std::string_view name) {
  // As of users: a name is unique whatever its case, and found only as it was given. Assumed.
  auto row = database_.query(
      "SELECT id, name, path, created FROM iam_groups WHERE name = ?1 AND name = ?1 COLLATE BINARY", name);
  if (!row.step()) return std::nullopt;
  return read_group(row);
}

bool GroupStore::name_is_taken(std::string_view name) {
  return database_.query("SELECT 1 FROM iam_groups WHERE name = ?1", name).step();
}

std::int64_t GroupStore::count() {
  auto row = database_.prepare("SELECT count(*) FROM iam_groups");
  row.step();
  return row.integer(0);
}

std::vector<Group> GroupStore::groups(std::string_view path_prefix, std::string_view start,
                                      std::int64_t limit) {
  return read_groups(
      database_.query("SELECT id, name, path, created FROM iam_groups "
                      "WHERE name > ?2 AND substr(path, 1, length(?1)) = ?1 ORDER BY name LIMIT ?3",
                      path_prefix, start, limit));
}

void GroupStore::add(const Group& group) {
  database_.run("INSERT INTO iam_groups (id, name, path, created) VALUES (?1, ?2, ?3, ?4)", group.id,
                group.name, group.path, to_millis(group.created));
}

void GroupStore::update(const Group& group) {
  database_.run("UPDATE iam_groups SET name = ?2, path = ?3 WHERE id = ?1", group.id, group.name, group.path);
}

void GroupStore::remove(std::string_view id) { database_.run("DELETE FROM iam_groups WHERE id = ?1", id); }

std::vector<User> GroupStore::members(std::string_view id, std::string_view start, std::int64_t limit) {
  return read_users(
      database_.query("SELECT id, name, path, created FROM iam_users JOIN iam_memberships ON user_id = id "
                      "WHERE group_id = ?1 AND name > ?2 ORDER BY name LIMIT ?3",
                      id, start, limit));
}

std::vector<Group> GroupStore::groups_of(std::string_view user_id, std::string_view start,
                                         std::int64_t limit) {
  return read_groups(
      database_.query("SELECT id, name, path, created FROM iam_groups JOIN iam_memberships ON group_id = id "
                      "WHERE user_id = ?1 AND name > ?2 ORDER BY name LIMIT ?3",
                      user_id, start, limit));
}

void GroupStore::add_member(std::string_view id, std::string_view user_id) {
  database_.run("INSERT INTO iam_memberships (group_id, user_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING", id,
                user_id);
}

void GroupStore::remove_member(std::string_view id, std::string_view user_id) {
  database_.run("DELETE FROM iam_memberships WHERE group_id = ?1 AND user_id = ?2", id, user_id);
}

std::vector<Group> GroupStore::groups_with(std::string_view policy_arn) {
  return read_groups(database_.query(
      "SELECT id, name, path, created FROM iam_groups "
      "WHERE id IN (SELECT owner_id FROM iam_attachments WHERE policy_arn = ?1) ORDER BY name",
      policy_arn));
}

std::string GroupStore::arn_of(const Group& group) const {
  return make_arn("iam", "", account_.number(), "group" + group.path + group.name);
}

}  // namespace cloche::iam
