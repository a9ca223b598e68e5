#include "fakes/logs/store.h"

#include <array>

#include "embedded/fakes/logs/schema.sql.h"
#include "fakes/core/arn.h"
#include "fakes/logs/write_target.h"

namespace cloche::logs {

namespace {

constexpr std::array steps{logs_schema};

// SELECT … columns of a group, in the order that read_group reads.
LogGroup read_group(const Statement& row) {
  return {row.integer(0),          row.string(1),          from_millis(row.integer(2)), row.string(3),
          row.optional_integer(4), row.optional_string(5), row.integer(6) != 0};
}

LogStream read_stream(const Statement& row) {
  return {row.integer(0),          row.string(1),           from_millis(row.integer(2)),
          row.optional_integer(3), row.optional_integer(4), row.optional_integer(5)};
}

std::string_view name_of(FilterKind kind) { return kind == FilterKind::metric ? "metric" : "subscription"; }

}  // namespace

Schema store_schema() { return {"logs", steps}; }

std::optional<std::int64_t> retention_of(Account& account, std::int64_t group) {
  auto row = account.database().query("SELECT retention FROM logs_groups WHERE id = ?1", group);
  return row.step() ? row.optional_integer(0) : std::nullopt;
}

std::optional<LogGroup> Store::find_group(std::string_view name) {
  auto row = database_.query(
      "SELECT id, name, created, class, retention, kms_key, deletion_protected FROM logs_groups WHERE region "
      "= "
      "?1 AND name = ?2",
      region_, name);
  if (!row.step()) return std::nullopt;
  return read_group(row);
}

std::vector<LogGroup> Store::groups(const GroupSelection& selection, std::string_view start,
                                    std::int64_t limit) {
  auto row = database_.query(
      "SELECT id, name, created, class, retention, kms_key, deletion_protected FROM logs_groups WHERE region "
      "= "
      "?1 AND name > ?2 AND substr(name, 1, length(?3)) = ?3 AND instr(name, ?4) > 0 AND (?5 = '' OR class = "
      "?5) "
      "ORDER BY name LIMIT ?6",
      region_, start, selection.prefix, selection.pattern, selection.log_class, limit);
  std::vector<LogGroup> groups;
  while (row.step()) groups.push_back(read_group(row));
  return groups;
}

std::int64_t Store::add_group(const LogGroup& group) {
  database_.run(
      "INSERT INTO logs_groups (region, name, created, class, retention, kms_key, deletion_protected) VALUES "
      "(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      region_, group.name, to_millis(group.created), group.log_class, group.retention, group.kms_key,
      group.deletion_protected);
  return database_.last_insert_id();
}

void Store::remove_group(std::int64_t id) {
  database_.run("DELETE FROM logs_batches WHERE group_id = ?1", id);
  database_.run("DELETE FROM logs_streams WHERE group_id = ?1", id);
  database_.run("DELETE FROM logs_tags WHERE group_id = ?1", id);
  database_.run("DELETE FROM logs_filters WHERE group_id = ?1", id);
  database_.run("DELETE FROM logs_groups WHERE id = ?1", id);
  forget_write_targets(account_);
}

void Store::set_retention(std::int64_t group, std::optional<std::int64_t> days) {
  database_.run("UPDATE logs_groups SET retention = ?2 WHERE id = ?1", group, days);
  forget_write_targets(account_);
}

void Store::set_deletion_protection(std::int64_t group, bool on) {
  database_.run("UPDATE logs_groups SET deletion_protected = ?2 WHERE id = ?1", group, on);
}

std::int64_t Store::stored_bytes(std::int64_t group) {
  auto row = database_.query("SELECT coalesce(sum(bytes), 0) FROM logs_streams WHERE group_id = ?1", group);
  row.step();
  return row.integer(0);
}

std::optional<LogStream> Store::find_stream(std::int64_t group, std::string_view name) {
  auto row = database_.query(
      "SELECT id, name, created, first_event, last_event, last_ingestion FROM logs_streams WHERE group_id = "
      "?1 "
      "AND name = ?2",
      group, name);
  if (!row.step()) return std::nullopt;
  return read_stream(row);
}

std::vector<std::pair<std::int64_t, std::string>> Store::stream_names(std::int64_t group,
                                                                      std::string_view prefix) {
  auto row = database_.query(
      "SELECT id, name FROM logs_streams WHERE group_id = ?1 AND substr(name, 1, length(?2)) = ?2 ORDER BY "
      "name",
      group, prefix);
  std::vector<std::pair<std::int64_t, std::string>> names;
  while (row.step()) names.emplace_back(row.integer(0), row.string(1));
  return names;
}

std::vector<LogStream> Store::streams(std::int64_t group, const StreamPage& page) {
#define CLOCHE_STREAMS                                                                                       \
  "SELECT id, name, created, first_event, last_event, last_ingestion FROM logs_streams WHERE group_id = ?1 " \
  "AND "                                                                                                     \
  "substr(name, 1, length(?2)) = ?2 AND "
  constexpr std::string_view by_name = CLOCHE_STREAMS "(?3 IS NULL OR name > ?4) ORDER BY name LIMIT ?5";
  constexpr std::string_view by_name_descending =
      CLOCHE_STREAMS "(?3 IS NULL OR name < ?4) ORDER BY name DESC LIMIT ?5";
  constexpr std::string_view by_time = CLOCHE_STREAMS
      "(?3 IS NULL OR (coalesce(last_event, 0), name) > (?3, ?4)) ORDER BY coalesce(last_event, 0), name "
      "LIMIT ?5";
  constexpr std::string_view by_time_descending = CLOCHE_STREAMS
      "(?3 IS NULL OR (coalesce(last_event, 0), name) < (?3, ?4)) ORDER BY coalesce(last_event, 0) DESC, "
      "name "
      "DESC LIMIT ?5";
#undef CLOCHE_STREAMS
  const std::string_view sql = page.by_last_event ? (page.descending ? by_time_descending : by_time)
                                                  : (page.descending ? by_name_descending : by_name);
  auto row = database_.query(
      sql, group, page.prefix, page.start ? std::optional(page.start->last_event) : std::nullopt,
      page.start ? std::string_view(page.start->name) : std::string_view(), page.limit);
  std::vector<LogStream> streams;
  while (row.step()) streams.push_back(read_stream(row));
  return streams;
}

std::int64_t Store::add_stream(std::int64_t group, std::string_view name, Time created) {
  database_.run("INSERT INTO logs_streams (group_id, name, created) VALUES (?1, ?2, ?3)", group, name,
                to_millis(created));
  return database_.last_insert_id();
}

void Store::remove_stream(std::int64_t id) {
  database_.run("DELETE FROM logs_batches WHERE stream_id = ?1", id);
  database_.run("DELETE FROM logs_streams WHERE id = ?1", id);
  forget_write_targets(account_);
}

std::vector<Tag> Store::tags(std::int64_t group) {
  auto row = database_.query("SELECT key, value FROM logs_tags WHERE group_id = ?1 ORDER BY key", group);
  std::vector<Tag> tags;
  while (row.step()) tags.emplace_back(row.string(0), row.string(1));
  return tags;
}

void Store::put_tag(std::int64_t group, const Tag& tag) {
  database_.run("INSERT OR REPLACE INTO logs_tags (group_id, key, value) VALUES (?1, ?2, ?3)", group,
                tag.first, tag.second);
}

void Store::remove_tag(std::int64_t group, std::string_view key) {
  database_.run("DELETE FROM logs_tags WHERE group_id = ?1 AND key = ?2", group, key);
}

std::vector<Filter> Store::filters(std::int64_t group, FilterKind kind) {
  auto row = database_.query(
      "SELECT name, pattern, created, definition FROM logs_filters WHERE group_id = ?1 AND kind = ?2 ORDER "
      "BY "
      "name",
      group, name_of(kind));
  std::vector<Filter> filters;
  while (row.step()) {
    filters.push_back({row.string(0), row.string(1), from_millis(row.integer(2)), row.string(3)});
  }
  return filters;
}

std::int64_t Store::filter_count(std::int64_t group, FilterKind kind) {
  auto row = database_.query("SELECT count(*) FROM logs_filters WHERE group_id = ?1 AND kind = ?2", group,
                             name_of(kind));
  row.step();
  return row.integer(0);
}

void Store::put_filter(std::int64_t group, FilterKind kind, const Filter& filter) {
  database_.run(
      "INSERT OR REPLACE INTO logs_filters (group_id, kind, name, pattern, created, definition) VALUES (?1, "
      "?2, "
      "?3, ?4, ?5, ?6)",
      group, name_of(kind), filter.name, filter.pattern, to_millis(filter.created), filter.definition);
  forget_write_targets(account_);
}

bool Store::remove_filter(std::int64_t group, FilterKind kind, std::string_view name) {
  const auto removed = database_.run(
      "DELETE FROM logs_filters WHERE group_id = ?1 AND kind = ?2 AND name = ?3", group, name_of(kind), name);
  forget_write_targets(account_);
  return removed > 0;
}

std::vector<ResourcePolicy> Store::resource_policies() {
  auto row = database_.query(
      "SELECT name, document, updated FROM logs_resource_policies WHERE region = ?1 ORDER BY name", region_);
  std::vector<ResourcePolicy> policies;
  while (row.step()) policies.push_back({row.string(0), row.string(1), from_millis(row.integer(2))});
  return policies;
}

void Store::put_resource_policy(const ResourcePolicy& policy) {
  database_.run(
      "INSERT OR REPLACE INTO logs_resource_policies (region, name, document, updated) VALUES (?1, ?2, ?3, "
      "?4)",
      region_, policy.name, policy.document, to_millis(policy.updated));
}

bool Store::remove_resource_policy(std::string_view name) {
  return database_.run("DELETE FROM logs_resource_policies WHERE region = ?1 AND name = ?2", region_, name) >
         0;
}

std::string Store::arn_of(const LogGroup& group) const {
  return make_arn("logs", region_, account_.number(), "log-group:" + group.name);
}

}  // namespace cloche::logs
