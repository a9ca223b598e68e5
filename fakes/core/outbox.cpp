#include "fakes/core/outbox.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "fakes/core/database.h"

namespace cloche {

std::int64_t Outbox::add(std::string_view kind, Time due, const Json& payload) {
  changed_ = true;
  const std::string text = payload.dump();
  database_.run("INSERT INTO core_outbox (kind, due, payload) VALUES (?1, ?2, ?3)", kind, to_millis(due), text);
  return database_.last_insert_id();
}

void Outbox::schedule(std::string_view kind, std::string_view key, Time due, const Json& payload) {
  changed_ = true;
  const std::string text = payload.dump();
  database_.run("INSERT OR REPLACE INTO core_outbox (kind, key, due, payload) VALUES (?1, ?2, ?3, ?4)", kind, key, to_millis(due),
                text);
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
  Statement row = database_.prepare("SELECT id, kind, key, due, payload FROM core_outbox ORDER BY due, id LIMIT 1");
  if (!row.step()) return std::nullopt;
  return Row{row.integer(0), row.string(1), row.string(2), from_millis(row.integer(3)), row.string(4)};
}

void Outbox::remove(std::int64_t id) {
  changed_ = true;
  database_.run("DELETE FROM core_outbox WHERE id = ?1", id);
}

bool Outbox::take_changed() { return std::exchange(changed_, false); }

}  // namespace cloche
