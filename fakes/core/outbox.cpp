#include "fakes/core/outbox.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "fakes/core/database.h"

namespace cloche {

void Outbox::note_added(Time due) {
  changed_ = true;
  earliest_added_ = std::min(earliest_added_, due);
}

std::int64_t Outbox::add(std::string_view kind, Time due, const Json& payload) {
  note_added(due);
  const std::string text = payload.dump();
  database_.run("INSERT INTO core_outbox (kind, due, payload) VALUES (?1, ?2, ?3)", kind, to_millis(due),
                text);
  return database_.last_insert_id();
}

void Outbox::schedule(std::string_view kind, std::string_view key, Time due, const Json& payload) {
  note_added(due);
  const std::string text = payload.dump();
  database_.run("INSERT OR REPLACE INTO core_outbox (kind, key, due, payload) VALUES (?1, ?2, ?3, ?4)", kind,
                key, to_millis(due), text);
}

void Outbox::cancel(std::string_view kind, std::string_view key) {
  changed_ = true;
  database_.run("DELETE FROM core_outbox WHERE kind = ?1 AND key = ?2", kind, key);
}

std::optional<Time> Outbox::due(std::string_view kind, std::string_view key) {
  Statement row = database_.query("SELECT due FROM core_outbox WHERE kind = ?1 AND key = ?2", kind, key);
  return row.step() ? std::optional(from_millis(row.integer(0))) : std::nullopt;
}

std::optional<Outbox::Row> Outbox::first() {
  Statement row = database_.prepare(
      "SELECT id, kind, key, due, payload FROM core_outbox WHERE taken = 0 ORDER BY due, id LIMIT 1");
  if (!row.step()) return std::nullopt;
  return Row{row.integer(0), row.string(1), row.string(2), from_millis(row.integer(3)), row.string(4)};
}

void Outbox::take(std::int64_t id) {
  changed_ = true;
  database_.run("UPDATE core_outbox SET taken = 1 WHERE id = ?1", id);
}

void Outbox::remove(std::int64_t id) {
  changed_ = true;
  database_.run("DELETE FROM core_outbox WHERE id = ?1", id);
}

void Outbox::set_aside(const Row& row, std::string_view why) {
  remove(row.id);
  database_.run(
      "INSERT OR REPLACE INTO core_outbox_failure (id, kind, key, due, payload, why) VALUES (?1, ?2, ?3, ?4, "
      "?5, ?6)",
      row.id, row.kind, row.key, to_millis(row.due), row.payload, why);
}

std::vector<Outbox::Failure> Outbox::failures() {
  std::vector<Failure> failures;
  Statement row =
      database_.prepare("SELECT id, kind, key, due, payload, why FROM core_outbox_failure ORDER BY id");
  while (row.step()) {
    failures.push_back(
        {{row.integer(0), row.string(1), row.string(2), from_millis(row.integer(3)), row.string(4)},
         row.string(5)});
  }
  return failures;
}

bool Outbox::take_changed() {
  earliest_added_ = Time::max();
  return std::exchange(changed_, false);
}

}  // namespace cloche
