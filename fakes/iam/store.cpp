#include "fakes/iam/store.h"

#include <array>

#include "embedded/fakes/iam/schema.sql.h"
#include "embedded/fakes/iam/schema_groups.sql.h"
#include "embedded/fakes/iam/schema_roles.sql.h"
#include "fakes/core/arn.h"
#include "fakes/iam/credentials.h"

namespace cloche::iam {

namespace {

User read_user(const Statement& row) {
  return {row.string(0), row.string(1), row.string(2), from_millis(row.integer(3))};
}

AccessKey read_access_key(const Statement& row) {
  AccessKey key{row.string(0),
                row.string(1),
                row.string(2),
                row.integer(3) != 0,
                from_millis(row.integer(4)),
                {},
                {},
                {}};
  if (const auto used = row.optional_integer(5)) key.last_used = from_millis(*used);
  key.last_service = row.string(6);
  key.last_region = row.string(7);
  return key;
}

constexpr const char* access_key_by_id =
    "SELECT id, user_id, secret, active, created, last_used, last_service, last_region FROM iam_access_keys "
    "WHERE id = ?1";
constexpr const char* access_keys_by_user =
    "SELECT id, user_id, secret, active, created, last_used, last_service, last_region FROM iam_access_keys "
    "WHERE user_id = ?1 "
    "ORDER BY created, id";

}  // namespace

std::vector<User> read_users(Statement row) {
  std::vector<User> users;
  while (row.step()) users.push_back(read_user(row));
  return users;
}

Schema store_schema() {
  static constexpr std::array steps{iam_schema, iam_schema_roles, iam_schema_groups};
  return {"iam", steps};
}

std::optional<User> Store::find_user(std::string_view name) {
  // Names are unique whatever their case, and found only by their own. Assumed: that AWS looks them up so.
  auto row = database_.query(
      "SELECT id, name, path, created FROM iam_users WHERE name = ?1 AND name = ?1 COLLATE BINARY", name);
  if (!row.step()) return std::nullopt;
  return read_user(row);
}

std::optional<User> Store::find_user_by_id(std::string_view id) {
  auto row = database_.query("SELECT id, name, path, created FROM iam_users WHERE id = ?1", id);
  if (!row.step()) return std::nullopt;
  return read_user(row);
}

bool Store::name_is_taken(std::string_view name) {
  return database_.query("SELECT 1 FROM iam_users WHERE name = ?1", name).step();
}

std::int64_t Store::user_count() {
  auto row = database_.prepare("SELECT count(*) FROM iam_users");
  row.step();
  return row.integer(0);
}

std::vector<User> Store::users(std::string_view path_prefix, std::string_view start, std::int64_t limit) {
  return read_users(database_.query(
      "SELECT id, name, path, created FROM iam_users WHERE name > ?2 AND substr(path, 1, length(?1)) = ?1 "
      "ORDER BY name LIMIT ?3",
      path_prefix, start, limit));
}

std::vector<User> Store::users_with(std::string_view policy_arn) {
  return read_users(database_.query(
      "SELECT id, name, path, created FROM iam_users "
      "WHERE id IN (SELECT owner_id FROM iam_attachments WHERE policy_arn = ?1) ORDER BY name",
      policy_arn));
}

void Store::add_user(const User& user) {
  database_.run("INSERT INTO iam_users (id, name, path, created) VALUES (?1, ?2, ?3, ?4)", user.id, user.name,
                user.path, to_millis(user.created));
}

void Store::update_user(const User& user) {
  account_.ring(std::string(credentials_bell));
  database_.run("UPDATE iam_users SET name = ?2, path = ?3 WHERE id = ?1", user.id, user.name, user.path);
}

void Store::remove_user(std::string_view id) {
  account_.ring(std::string(credentials_bell));
  database_.run("DELETE FROM iam_tags WHERE owner_id = ?1", id);
  database_.run("DELETE FROM iam_users WHERE id = ?1", id);
}

std::vector<Tag> Store::tags(std::string_view owner_id, std::string_view start, std::int64_t limit) {
  auto row = database_.query(
      "SELECT key, value FROM iam_tags WHERE owner_id = ?1 AND key > ?2 ORDER BY key LIMIT ?3", owner_id,
      start, limit);
  std::vector<Tag> tags;
  while (row.step()) tags.emplace_back(row.string(0), row.string(1));
  return tags;
}

std::int64_t Store::tag_count(std::string_view owner_id) {
  auto row = database_.query("SELECT count(*) FROM iam_tags WHERE owner_id = ?1", owner_id);
  row.step();
  return row.integer(0);
}

void Store::put_tag(std::string_view owner_id, const Tag& tag) {
  database_.run(
      "INSERT INTO iam_tags (owner_id, key, value) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET value = "
      "excluded.value",
      owner_id, tag.first, tag.second);
}

void Store::remove_tag(std::string_view owner_id, std::string_view key) {
  database_.run("DELETE FROM iam_tags WHERE owner_id = ?1 AND key = ?2", owner_id, key);
}

std::optional<AccessKey> Store::find_access_key(std::string_view id) {
  auto row = database_.query(access_key_by_id, id);
  if (!row.step()) return std::nullopt;
  return read_access_key(row);
}

std::vector<AccessKey> Store::access_keys(std::string_view user_id) {
  auto row = database_.query(access_keys_by_user, user_id);
  std::vector<AccessKey> keys;
  while (row.step()) keys.push_back(read_access_key(row));
  return keys;
}

void Store::add_access_key(const AccessKey& key) {
  database_.run(
      "INSERT INTO iam_access_keys (id, user_id, secret, active, created) VALUES (?1, ?2, ?3, ?4, ?5)",
      key.id, key.user_id, key.secret, key.active, to_millis(key.created));
}

void Store::set_active(std::string_view access_key_id, bool active) {
  account_.ring(std::string(credentials_bell));
  database_.run("UPDATE iam_access_keys SET active = ?2 WHERE id = ?1", access_key_id, active);
}

void Store::remove_access_key(std::string_view id) {
  account_.ring(std::string(credentials_bell));
  database_.run("DELETE FROM iam_access_keys WHERE id = ?1", id);
}

void Store::set_last_used(std::string_view access_key_id, Time time, std::string_view service,
                          std::string_view region) {
  database_.run(
      "UPDATE iam_access_keys SET last_used = ?2, last_service = ?3, last_region = ?4 WHERE id = ?1",
      access_key_id, to_millis(time), service, region);
}

std::optional<Session> Store::find_session(std::string_view access_key_id) {
  auto row = database_.query(
      "SELECT access_key_id, secret, token, user_id, expires, role_id, role_arn, session_name FROM "
      "iam_sessions "
      "WHERE access_key_id = ?1",
      access_key_id);
  if (!row.step()) return std::nullopt;
  Session session{
      row.string(0), row.string(1), row.string(2), row.string(3), from_millis(row.integer(4)), {}};
  if (!row.is_null(5)) session.role = AssumedRole{row.string(5), row.string(6), row.string(7)};
  return session;
}

void Store::add_session(const Session& session) {
  const auto of_role = [&](std::string AssumedRole::*member) {
    return session.role ? std::optional<std::string_view>((*session.role).*member) : std::nullopt;
  };
  database_.run(
      "INSERT INTO iam_sessions (access_key_id, secret, token, user_id, expires, role_id, role_arn, "
      "session_name) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      session.access_key_id, session.secret, session.token, session.user_id, to_millis(session.expires),
      of_role(&AssumedRole::role_id), of_role(&AssumedRole::role_arn), of_role(&AssumedRole::session_name));
}

std::string Store::arn_of(const User& user) const {
  return make_arn("iam", "", account_.number(), user.is_root() ? "root" : "user" + user.path + user.name);
}

std::string Store::principal_id_of(const User& user) const {
  return user.is_root() ? account_.number() : user.id;
}

}  // namespace cloche::iam
