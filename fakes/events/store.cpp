#include "fakes/events/store.h"

#include <algorithm>
#include <array>
#include <limits>

#include "embedded/fakes/events/schema.sql.h"

namespace cloche::events {

namespace {

constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();

std::optional<Time> read_time(const Statement& row, int column) {
  const auto millis = row.optional_integer(column);
  return millis ? std::optional(from_millis(*millis)) : std::nullopt;
}

Bus read_bus(const Statement& row) {
  return {
      {row.string(0), row.string(1)}, row.optional_string(2), row.optional_string(3), row.optional_string(4),
      row.optional_string(5),         row.optional_string(6), read_time(row, 7),      read_time(row, 8)};
}

Rule read_rule(const Statement& row) {
  return {{{row.string(0), row.string(1)}, row.string(2)},
          row.optional_string(3),
          row.optional_string(4),
          read_time(row, 5),
          row.string(6),
          row.optional_string(7),
          row.optional_string(8)};
}

std::vector<Rule> read_rules(Statement rows) {
  std::vector<Rule> rules;
  while (rows.step()) rules.push_back(read_rule(rows));
  return rules;
}

std::optional<std::int64_t> millis(const std::optional<Time>& time) {
  return time ? std::optional(to_millis(*time)) : std::nullopt;
}

std::int64_t count(Statement row) {
  row.step();
  return row.integer(0);
}

}  // namespace

Schema store_schema() {
  static constexpr std::array steps{events_schema};
  return {"events", steps};
}

std::optional<Bus> Store::find_bus(const BusName& name) {
  auto row = database_.query(
      "SELECT region, name, description, policy, kms_key, dead_letter_config, log_config, created, modified "
      "FROM events_buses WHERE region = ?1 AND name = ?2",
      name.region, name.name);
  if (row.step()) return read_bus(row);
  if (name.is_default()) return Bus{name, {}, {}, {}, {}, {}, {}, {}};
  return std::nullopt;
}

std::vector<Bus> Store::buses(std::string_view region, std::string_view prefix, std::string_view start,
                              std::int64_t limit) {
  auto row = database_.query(
      "SELECT region, name, description, policy, kms_key, dead_letter_config, log_config, created, modified "
      "FROM events_buses WHERE region = ?1 AND substr(name, 1, length(?2)) = ?2 AND name > ?3 "
      "ORDER BY name LIMIT ?4",
      region, prefix, start, limit);
  std::vector<Bus> buses;
  while (row.step()) buses.push_back(read_bus(row));
  // The default bus may have no row, and has its place among the others.
  const auto place = std::ranges::find_if(buses, [](const Bus& bus) { return bus.name.name >= default_bus; });
  const bool has_row = place != buses.end() && place->name.is_default();
  if (default_bus.starts_with(prefix) && default_bus > start && !has_row) {
    buses.insert(place, *find_bus({std::string(region), std::string(default_bus)}));
    if (static_cast<std::int64_t>(buses.size()) > limit) buses.pop_back();
  }
  return buses;
}

std::int64_t Store::bus_count(std::string_view region) {
  return count(database_.query("SELECT count(*) FROM events_buses WHERE region = ?1 AND name <> ?2", region,
                               default_bus));
}

void Store::put_bus(const Bus& bus) {
  database_.run(
      "INSERT OR REPLACE INTO events_buses (region, name, description, policy, kms_key, dead_letter_config, "
      "log_config, created, modified) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      bus.name.region, bus.name.name, bus.description, bus.policy, bus.kms_key, bus.dead_letter_config,
      bus.log_config, millis(bus.created), millis(bus.modified));
}

void Store::remove_bus(const BusName& name) {
  database_.run("DELETE FROM events_buses WHERE region = ?1 AND name = ?2", name.region, name.name);
}

std::optional<Rule> Store::find_rule(const RuleName& name) {
  auto row = database_.query(
      "SELECT region, bus, name, pattern, schedule, schedule_start, state, description, role_arn FROM "
      "events_rules "
      "WHERE region = ?1 AND bus = ?2 AND name = ?3",
      name.bus.region, name.bus.name, name.name);
  if (!row.step()) return std::nullopt;
  return read_rule(row);
}

std::vector<Rule> Store::rules(const BusName& bus, std::string_view prefix, std::string_view start,
                               std::int64_t limit) {
  return read_rules(
      database_.query("SELECT region, bus, name, pattern, schedule, schedule_start, state, description, "
                      "role_arn FROM events_rules "
                      "WHERE region = ?1 AND bus = ?2 AND substr(name, 1, length(?3)) = ?3 AND name > ?4 "
                      "ORDER BY name LIMIT ?5",
                      bus.region, bus.name, prefix, start, limit));
}

std::vector<Rule> Store::matching_rules(const BusName& bus) {
  return read_rules(database_.query(
      "SELECT region, bus, name, pattern, schedule, schedule_start, state, description, role_arn FROM "
      "events_rules "
      "WHERE region = ?1 AND bus = ?2 AND pattern IS NOT NULL AND state <> 'DISABLED' ORDER BY name",
      bus.region, bus.name));
}

std::vector<Rule> Store::scheduled_rules() {
  return read_rules(database_.query(
      "SELECT region, bus, name, pattern, schedule, schedule_start, state, description, role_arn FROM "
      "events_rules "
      "WHERE schedule IS NOT NULL ORDER BY region, bus, name"));
}

std::int64_t Store::rule_count(const BusName& bus) {
  return count(database_.query("SELECT count(*) FROM events_rules WHERE region = ?1 AND bus = ?2", bus.region,
                               bus.name));
}

void Store::put_rule(const Rule& rule) {
  database_.run(
      "INSERT OR REPLACE INTO events_rules (region, bus, name, pattern, schedule, schedule_start, state, "
      "description, "
      "role_arn) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      rule.name.bus.region, rule.name.bus.name, rule.name.name, rule.pattern, rule.schedule,
      millis(rule.schedule_start), rule.state, rule.description, rule.role_arn);
}

void Store::remove_rule(const RuleName& name) {
  database_.run("DELETE FROM events_targets WHERE region = ?1 AND bus = ?2 AND rule = ?3", name.bus.region,
                name.bus.name, name.name);
  database_.run("DELETE FROM events_rules WHERE region = ?1 AND bus = ?2 AND name = ?3", name.bus.region,
                name.bus.name, name.name);
}

std::vector<Target> Store::targets(const RuleName& rule, std::string_view start, std::int64_t limit) {
  auto row = database_.query(
      "SELECT id, arn, definition FROM events_targets WHERE region = ?1 AND bus = ?2 AND rule = ?3 AND id > "
      "?4 "
      "ORDER BY id LIMIT ?5",
      rule.bus.region, rule.bus.name, rule.name, start, limit);
  std::vector<Target> targets;
  while (row.step()) targets.push_back({row.string(0), row.string(1), row.string(2)});
  return targets;
}

std::vector<Target> Store::targets(const RuleName& rule) { return targets(rule, "", all); }

std::vector<std::string> Store::rules_with_target(const BusName& bus, std::string_view target_arn,
                                                  std::string_view start, std::int64_t limit) {
  auto row = database_.query(
      "SELECT DISTINCT rule FROM events_targets WHERE region = ?1 AND bus = ?2 AND arn = ?3 AND rule > ?4 "
      "ORDER BY rule LIMIT ?5",
      bus.region, bus.name, target_arn, start, limit);
  std::vector<std::string> names;
  while (row.step()) names.push_back(row.string(0));
  return names;
}

void Store::put_target(const RuleName& rule, const Target& target) {
  database_.run(
      "INSERT OR REPLACE INTO events_targets (region, bus, rule, id, arn, definition) VALUES (?1, ?2, ?3, "
      "?4, ?5, ?6)",
      rule.bus.region, rule.bus.name, rule.name, target.id, target.arn, target.definition);
}

bool Store::remove_target(const RuleName& rule, std::string_view id) {
  return database_.run("DELETE FROM events_targets WHERE region = ?1 AND bus = ?2 AND rule = ?3 AND id = ?4",
                       rule.bus.region, rule.bus.name, rule.name, id) > 0;
}

std::vector<Tag> Store::tags(std::string_view arn) {
  auto row = database_.query("SELECT key, value FROM events_tags WHERE arn = ?1 ORDER BY key", arn);
  std::vector<Tag> tags;
  while (row.step()) tags.emplace_back(row.string(0), row.string(1));
  return tags;
}

void Store::put_tag(std::string_view arn, const Tag& tag) {
  database_.run("INSERT OR REPLACE INTO events_tags (arn, key, value) VALUES (?1, ?2, ?3)", arn, tag.first,
                tag.second);
}

void Store::remove_tag(std::string_view arn, std::string_view key) {
  database_.run("DELETE FROM events_tags WHERE arn = ?1 AND key = ?2", arn, key);
}

void Store::remove_tags(std::string_view arn) {
  database_.run("DELETE FROM events_tags WHERE arn = ?1", arn);
}

}  // namespace cloche::events
