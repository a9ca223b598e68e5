#include "fakes/iam/policy_store.h"

#include "fakes/core/arn.h"

namespace cloche::iam {

namespace {

ManagedPolicy read_policy(const Statement& row) {
  return {row.string(0),
          row.string(1),
          row.string(2),
          row.string(3),
          row.optional_string(4),
          row.integer(5),
          row.integer(6),
          from_millis(row.integer(7)),
          from_millis(row.integer(8)),
          row.integer(9)};
}

PolicyVersion read_version(const Statement& row) {
  return {row.integer(0), row.string(1), from_millis(row.integer(2))};
}

}  // namespace

std::optional<ManagedPolicy> PolicyStore::find(std::string_view arn) {
  auto row = database_.query(
      "SELECT arn, id, name, path, description, default_version, last_version, created, updated, "
      "(SELECT count(*) FROM iam_attachments WHERE policy_arn = arn) FROM iam_policies WHERE arn = ?1",
      arn);
  if (!row.step()) return std::nullopt;
  return read_policy(row);
}

bool PolicyStore::name_is_taken(std::string_view name) {
  return database_.query("SELECT 1 FROM iam_policies WHERE name = ?1", name).step();
}

std::int64_t PolicyStore::count() {
  auto row = database_.prepare("SELECT count(*) FROM iam_policies");
  row.step();
  return row.integer(0);
}

std::vector<ManagedPolicy> PolicyStore::policies(std::string_view path_prefix, bool only_attached,
                                                 std::string_view start, std::int64_t limit) {
  auto row = database_.query(
      "SELECT arn, id, name, path, description, default_version, last_version, created, updated, "
      "(SELECT count(*) FROM iam_attachments WHERE policy_arn = arn) AS attachments FROM iam_policies "
      "WHERE name > ?2 AND substr(path, 1, length(?1)) = ?1 AND (attachments > 0 OR NOT ?3) ORDER BY name "
      "LIMIT ?4",
      path_prefix, start, only_attached, limit);
  std::vector<ManagedPolicy> policies;
  while (row.step()) policies.push_back(read_policy(row));
  return policies;
}

void PolicyStore::add(const ManagedPolicy& policy) {
  database_.run(
      "INSERT INTO iam_policies (arn, id, name, path, description, default_version, last_version, created, "
      "updated) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      policy.arn, policy.id, policy.name, policy.path, policy.description, policy.default_version,
      policy.last_version, to_millis(policy.created), to_millis(policy.updated));
}

void PolicyStore::update(const ManagedPolicy& policy) {
  database_.run(
      "UPDATE iam_policies SET default_version = ?2, last_version = ?3, updated = ?4 WHERE arn = ?1",
      policy.arn, policy.default_version, policy.last_version, to_millis(policy.updated));
}

void PolicyStore::remove(const ManagedPolicy& policy) {
  database_.run("DELETE FROM iam_tags WHERE owner_id = ?1", policy.id);
  database_.run("DELETE FROM iam_policy_versions WHERE policy_arn = ?1", policy.arn);
  database_.run("DELETE FROM iam_policies WHERE arn = ?1", policy.arn);
}

std::optional<PolicyVersion> PolicyStore::find_version(std::string_view arn, std::int64_t number) {
  auto row = database_.query(
      "SELECT number, document, created FROM iam_policy_versions WHERE policy_arn = ?1 AND number = ?2", arn,
      number);
  if (!row.step()) return std::nullopt;
  return read_version(row);
}

std::vector<PolicyVersion> PolicyStore::versions(std::string_view arn) {
  auto row = database_.query(
      "SELECT number, document, created FROM iam_policy_versions WHERE policy_arn = ?1 ORDER BY number DESC",
      arn);
  std::vector<PolicyVersion> versions;
  while (row.step()) versions.push_back(read_version(row));
  return versions;
}

void PolicyStore::add_version(std::string_view arn, const PolicyVersion& version) {
  database_.run(
      "INSERT INTO iam_policy_versions (policy_arn, number, document, created) VALUES (?1, ?2, ?3, ?4)", arn,
      version.number, version.document, to_millis(version.created));
}

void PolicyStore::remove_version(std::string_view arn, std::int64_t number) {
  database_.run("DELETE FROM iam_policy_versions WHERE policy_arn = ?1 AND number = ?2", arn, number);
}

std::string PolicyStore::arn_of(std::string_view path, std::string_view name) const {
  return make_arn("iam", "", account_.number(), "policy" + std::string(path) + std::string(name));
}

}  // namespace cloche::iam
