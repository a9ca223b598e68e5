#include "fakes/cloudwatch/alarm_store.h"

#include <fmt/core.h>

#include "fakes/core/arn.h"

namespace cloche::cloudwatch {

namespace {

#define CLOUDWATCH_ALARM_COLUMNS                                                                          \
  "id, region, name, composite, configuration, actions_enabled, configured, state, reason, reason_data, " \
  "updated, "                                                                                             \
  "transitioned, suppression, step, due"

Alarm read_alarm(const Statement& row) {
  Alarm alarm;
  alarm.id = row.integer(0);
  alarm.region = row.string(1);
  alarm.name = row.string(2);
  alarm.composite = row.integer(3) != 0;
  alarm.configuration = parse_json(row.text(4));
  alarm.actions_enabled = row.integer(5) != 0;
  alarm.configured = from_millis(row.integer(6));
  alarm.state = row.string(7);
  alarm.reason = row.string(8);
  alarm.reason_data = row.optional_string(9);
  alarm.updated = from_millis(row.integer(10));
  alarm.transitioned = from_millis(row.integer(11));
  if (!row.is_null(12)) alarm.suppression = parse_json(row.text(12));
  alarm.step = row.integer(13);
  if (const auto due = row.optional_integer(14)) alarm.due = from_millis(*due);
  return alarm;
}

std::optional<std::string> suppression_text(const Alarm& alarm) {
  return alarm.suppression.is_null() ? std::nullopt : std::optional(alarm.suppression.dump());
}

std::vector<Alarm> read_all(Statement row) {
  std::vector<Alarm> alarms;
  while (row.step()) alarms.push_back(read_alarm(row));
  return alarms;
}

}  // namespace

std::string Alarm::text(const char* member) const {
  const auto found = configuration.find(member);
  return found != configuration.end() ? found->get<std::string>() : std::string();
}

Json Alarm::actions_of(std::string_view of) const {
  const char* member = of == state_ok      ? "OKActions"
                       : of == state_alarm ? "AlarmActions"
                                           : "InsufficientDataActions";
  const auto found = configuration.find(member);
  return found != configuration.end() ? *found : Json::array();
}

std::optional<Alarm> AlarmStore::find(std::string_view name) {
  auto row = database_.query("SELECT " CLOUDWATCH_ALARM_COLUMNS
                             " FROM cloudwatch_alarms WHERE region = ?1 AND name = ?2",
                             region_, name);
  if (!row.step()) return std::nullopt;
  return read_alarm(row);
}

std::vector<Alarm> AlarmStore::list(std::string_view prefix, std::string_view after) {
  return read_all(
      database_.query("SELECT " CLOUDWATCH_ALARM_COLUMNS
                      " FROM cloudwatch_alarms WHERE region = ?1 AND substr(name, 1, length(?2)) = ?2 "
                      "AND name > ?3 ORDER BY name",
                      region_, prefix, after));
}

std::vector<Alarm> AlarmStore::watching(const MetricName& metric) {
  return read_all(database_.query(
      "SELECT " CLOUDWATCH_ALARM_COLUMNS
      " FROM cloudwatch_alarms WHERE id IN (SELECT alarm FROM cloudwatch_alarm_metrics WHERE metric = "
      "(SELECT id FROM cloudwatch_metrics WHERE region = ?1 AND namespace = ?2 AND name = ?3 AND "
      "dimensions = ?4)) ORDER BY name",
      region_, metric.name_space(), metric.name(), metric.dimension_key()));
}

std::vector<Alarm> AlarmStore::parents(std::string_view child) {
  return read_all(
      database_.query("SELECT " CLOUDWATCH_ALARM_COLUMNS
                      " FROM cloudwatch_alarms WHERE id IN (SELECT alarm FROM cloudwatch_alarm_children "
                      "WHERE region = ?1 AND child = ?2) ORDER BY name",
                      region_, child));
}

std::int64_t AlarmStore::count() {
  auto row = database_.query("SELECT count(*) FROM cloudwatch_alarms WHERE region = ?1", region_);
  row.step();
  return row.integer(0);
}

void AlarmStore::put(Alarm& alarm) {
  const std::string configuration = alarm.configuration.dump();
  const auto suppression = suppression_text(alarm);
  std::optional<std::int64_t> due;
  if (alarm.due) due = to_millis(*alarm.due);
  database_.run(
      "INSERT INTO cloudwatch_alarms (region, name, composite, configuration, actions_enabled, configured, "
      "state, reason, "
      "reason_data, updated, transitioned, suppression, step, due) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (region, name) DO "
      "UPDATE SET "
      "configuration = excluded.configuration, actions_enabled = excluded.actions_enabled, "
      "configured = excluded.configured, suppression = excluded.suppression, step = excluded.step, due = "
      "excluded.due",
      region_, alarm.name, alarm.composite, configuration, alarm.actions_enabled, to_millis(alarm.configured),
      alarm.state, alarm.reason, alarm.reason_data, to_millis(alarm.updated), to_millis(alarm.transitioned),
      suppression, alarm.step, due);
  alarm.id = find(alarm.name)->id;
}

void AlarmStore::set_metrics(const Alarm& alarm, const std::vector<std::int64_t>& metrics) {
  database_.run("DELETE FROM cloudwatch_alarm_metrics WHERE alarm = ?1", alarm.id);
  for (const std::int64_t metric : metrics)
    database_.run("INSERT OR IGNORE INTO cloudwatch_alarm_metrics (metric, alarm) VALUES (?1, ?2)", metric,
                  alarm.id);
}

void AlarmStore::set_children(const Alarm& alarm, const std::vector<std::string>& names) {
  database_.run("DELETE FROM cloudwatch_alarm_children WHERE alarm = ?1", alarm.id);
  for (const std::string& name : names)
    database_.run(
        "INSERT OR IGNORE INTO cloudwatch_alarm_children (region, child, alarm) VALUES (?1, ?2, ?3)", region_,
        name, alarm.id);
}

void AlarmStore::remove(const Alarm& alarm) {
  set_metrics(alarm, {});
  set_children(alarm, {});
  database_.run("DELETE FROM cloudwatch_alarms WHERE id = ?1", alarm.id);
}

void AlarmStore::put_state(const Alarm& alarm) {
  const auto suppression = suppression_text(alarm);
  database_.run(
      "UPDATE cloudwatch_alarms SET state = ?2, reason = ?3, reason_data = ?4, updated = ?5, transitioned = "
      "?6, "
      "suppression = ?7 WHERE id = ?1",
      alarm.id, alarm.state, alarm.reason, alarm.reason_data, to_millis(alarm.updated),
      to_millis(alarm.transitioned), suppression);
}

void AlarmStore::set_actions_enabled(const Alarm& alarm, bool enabled) {
  database_.run("UPDATE cloudwatch_alarms SET actions_enabled = ?2, configured = ?3 WHERE id = ?1", alarm.id,
                enabled, to_millis(alarm.configured));
}

std::int64_t AlarmStore::add_history(const Alarm& alarm, Time at, std::string_view type,
                                     std::string_view summary, std::string_view data) {
  database_.run(
      "INSERT INTO cloudwatch_history (region, alarm, composite, at, type, summary, data) VALUES (?1, ?2, "
      "?3, ?4, ?5, ?6, ?7)",
      region_, alarm.name, alarm.composite, to_millis(at), type, summary, data);
  return database_.last_insert_id();
}

void AlarmStore::replace_history(std::int64_t id, std::string_view summary, std::string_view data) {
  database_.run("UPDATE cloudwatch_history SET summary = ?2, data = ?3 WHERE id = ?1", id, summary, data);
}

std::vector<HistoryItem> AlarmStore::history(const std::string* alarm, Time from, Time to) {
  auto row = database_.prepare(
      "SELECT id, alarm, composite, at, type, summary, data FROM cloudwatch_history WHERE region = ?1 AND "
      "(?2 IS NULL OR "
      "alarm = ?2) AND at >= ?3 AND at <= ?4 ORDER BY at, id");
  row.bind(region_);
  if (alarm != nullptr) {
    row.bind(*alarm);
  } else {
    row.bind_null();
  }
  row.bind(to_millis(from)).bind(to_millis(to));
  std::vector<HistoryItem> items;
  while (row.step()) {
    items.push_back({row.integer(0), row.string(1), row.integer(2) != 0, from_millis(row.integer(3)),
                     row.string(4), row.string(5), row.string(6)});
  }
  return items;
}

std::vector<Alarm> due_alarms(Account& account, Time now) {
  return read_all(
      account.database().query("SELECT " CLOUDWATCH_ALARM_COLUMNS
                               " FROM cloudwatch_alarms WHERE due <= ?1 ORDER BY composite, region, name",
                               to_millis(now)));
}

std::string alarm_arn(const Account& account, std::string_view region, std::string_view name) {
  return make_arn("cloudwatch", region, account.number(), fmt::format("alarm:{}", name));
}

}  // namespace cloche::cloudwatch
