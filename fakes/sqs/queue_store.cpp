#include "fakes/sqs/queue_store.h"

#include <array>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "embedded/fakes/sqs/schema.sql.h"
#include "fakes/core/json.h"

namespace cloche::sqs {

namespace {

struct Cache {
  std::unordered_map<std::string, Queue> queues;  // by region and name
};

std::string key_of(std::string_view region, std::string_view name) {
  std::string key;
  key.reserve(region.size() + 1 + name.size());
  return key.append(region).append("/").append(name);
}

std::optional<std::int64_t> millis_of(const std::optional<Time>& time) {
  return time ? std::optional(to_millis(*time)) : std::nullopt;
}

std::optional<std::string> dead_letter_queue_of(const Queue& queue) {
  return queue.redrive ? std::optional(queue.redrive->dead_letter_queue) : std::nullopt;
}

std::string text_of(const Attributes& attributes) { return Json(attributes).dump(); }

std::vector<std::string> read_names(Statement row) {
  std::vector<std::string> names;
  while (row.step()) names.push_back(row.string(0));
  return names;
}

}  // namespace

Schema store_schema() {
  static constexpr std::array steps{sqs_schema};
  return {"sqs", steps};
}

const Queue* QueueStore::find(std::string_view region, std::string_view name) {
  auto& kept = account_.cache<Cache>().queues;
  std::string key = key_of(region, name);
  if (const auto found = kept.find(key); found != kept.end()) return &found->second;
  auto row = database_.query(
      "SELECT id, attributes, created, modified, purged FROM sqs_queues WHERE region = ?1 AND name = ?2",
      region, name);
  if (!row.step()) return nullptr;
  Queue queue;
  queue.id = row.integer(0);
  queue.region = region;
  queue.name = name;
  queue.given = parse_json(row.text(1)).get<Attributes>();
  queue.created = from_millis(row.integer(2));
  queue.modified = from_millis(row.integer(3));
  if (const auto purged = row.optional_integer(4)) queue.purged = from_millis(*purged);
  queue.apply_attributes();
  return &kept.emplace(std::move(key), std::move(queue)).first->second;
}

void QueueStore::add(Queue& queue) {
  database_.run("DELETE FROM sqs_deleted_queues WHERE region = ?1 AND name = ?2", queue.region, queue.name);
  database_.run(
      "INSERT INTO sqs_queues (region, name, attributes, created, modified, purged, dead_letter_queue) "
      "VALUES (?1, "
      "?2, ?3, ?4, ?5, NULL, ?6)",
      queue.region, queue.name, text_of(queue.given), to_millis(queue.created), to_millis(queue.modified),
      dead_letter_queue_of(queue));
  queue.id = database_.last_insert_id();
}

void QueueStore::update(const Queue& queue) {
  database_.run(
      "UPDATE sqs_queues SET attributes = ?2, modified = ?3, purged = ?4, dead_letter_queue = ?5 WHERE id = "
      "?1",
      queue.id, text_of(queue.given), to_millis(queue.modified), millis_of(queue.purged),
      dead_letter_queue_of(queue));
  auto& kept = account_.cache<Cache>().queues;
  if (const auto found = kept.find(key_of(queue.region, queue.name)); found != kept.end())
    found->second = queue;
}

void QueueStore::remove(const Queue& queue, Time now) {
  database_.run(
      "INSERT INTO sqs_deleted_queues (region, name, deleted) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET "
      "deleted "
      "= excluded.deleted",
      queue.region, queue.name, to_millis(now));
  database_.run("DELETE FROM sqs_queue_tags WHERE queue = ?1", queue.id);
  database_.run("DELETE FROM sqs_queues WHERE id = ?1", queue.id);
  account_.cache<Cache>().queues.erase(key_of(queue.region, queue.name));
}

std::optional<Time> QueueStore::deleted(std::string_view region, std::string_view name) {
  auto row =
      database_.query("SELECT deleted FROM sqs_deleted_queues WHERE region = ?1 AND name = ?2", region, name);
  return row.step() ? std::optional(from_millis(row.integer(0))) : std::nullopt;
}

void QueueStore::forget_deleted(std::string_view region, std::string_view name) {
  database_.run("DELETE FROM sqs_deleted_queues WHERE region = ?1 AND name = ?2", region, name);
}

std::vector<std::string> QueueStore::names(std::string_view region, std::string_view prefix,
                                           std::string_view start, std::int64_t limit) {
  return read_names(database_.query(
      "SELECT name FROM sqs_queues WHERE region = ?1 AND name > ?3 AND substr(name, 1, length(?2)) = "
      "?2 ORDER BY name LIMIT ?4",
      region, prefix, start, limit));
}

std::vector<std::string> QueueStore::dead_letter_sources(const Queue& queue, std::string_view start,
                                                         std::int64_t limit) {
  return read_names(database_.query(
      "SELECT name FROM sqs_queues WHERE region = ?1 AND dead_letter_queue = ?2 AND name > ?3 ORDER "
      "BY name LIMIT ?4",
      queue.region, queue.name, start, limit));
}

std::vector<QueueStore::Tag> QueueStore::tags(const Queue& queue) {
  auto row = database_.query("SELECT key, value FROM sqs_queue_tags WHERE queue = ?1 ORDER BY key", queue.id);
  std::vector<Tag> tags;
  while (row.step()) tags.emplace_back(row.string(0), row.string(1));
  return tags;
}

void QueueStore::put_tag(const Queue& queue, std::string_view key, std::string_view value) {
  database_.run(
      "INSERT INTO sqs_queue_tags (queue, key, value) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET value = "
      "excluded.value",
      queue.id, key, value);
}

void QueueStore::remove_tag(const Queue& queue, std::string_view key) {
  database_.run("DELETE FROM sqs_queue_tags WHERE queue = ?1 AND key = ?2", queue.id, key);
}

}  // namespace cloche::sqs
