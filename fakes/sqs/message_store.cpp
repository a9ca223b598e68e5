#include "fakes/sqs/message_store.h"

#include <unordered_map>

namespace cloche::sqs {

namespace {

// How many messages of a queue can be in flight at most: what was counted, and every receipt since.
struct Cache {
  std::unordered_map<std::int64_t, std::int64_t> in_flight_at_most;
};

#define MESSAGE_COLUMNS                                                                              \
  "id, visible, receipts, receive_count, first_received, received, sent, message_id, sender, body, " \
  "attributes, trace_header, group_id, deduplication_id, source"

std::optional<Time> optional_time(const Statement& row, int column) {
  const auto millis = row.optional_integer(column);
  return millis ? std::optional(from_millis(*millis)) : std::nullopt;
}

std::optional<std::int64_t> millis_of(const std::optional<Time>& time) {
  return time ? std::optional(to_millis(*time)) : std::nullopt;
}

Message read_message(const Statement& row) {
  Message message;
  message.id = row.integer(0);
  message.visible = from_millis(row.integer(1));
  message.receipts = row.integer(2);
  message.receive_count = row.integer(3);
  message.first_received = optional_time(row, 4);
  message.received = optional_time(row, 5);
  message.sent = from_millis(row.integer(6));
  message.message_id = row.string(7);
  message.sender = row.string(8);
  message.body = row.string(9);
  message.attributes = row.optional_string(10);
  message.trace_header = row.optional_string(11);
  message.group = row.optional_string(12);
  message.deduplication_id = row.optional_string(13);
  message.source = row.optional_string(14);
  return message;
}

std::vector<Message> read_messages(Statement row) {
  std::vector<Message> messages;
  while (row.step()) messages.push_back(read_message(row));
  return messages;
}

std::int64_t first_integer(Statement row) { return row.step() ? row.integer(0) : 0; }

}  // namespace

void MessageStore::add(Message& message) {
  database_.run(
      "INSERT INTO sqs_messages (queue, visible, receipts, receive_count, first_received, received, sent, "
      "message_id, "
      "sender, body, attributes, trace_header, group_id, deduplication_id, source) VALUES (?1, ?2, ?3, ?4, "
      "?5, ?6, ?7, "
      "?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
      queue_.id, to_millis(message.visible), message.receipts, message.receive_count,
      millis_of(message.first_received), millis_of(message.received), to_millis(message.sent),
      message.message_id, message.sender, message.body, message.attributes, message.trace_header,
      message.group, message.deduplication_id, message.source);
  message.id = database_.last_insert_id();
  if (queue_.is_fifo) {
    // It is the last of its group, and so changes nothing of one that is there.
    database_.run(
        "INSERT INTO sqs_groups (queue, group_id, head, available) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO "
        "NOTHING",
        queue_.id, *message.group, message.id, to_millis(message.visible));
  }
}

std::optional<Message> MessageStore::find(std::int64_t id) {
  auto row = database_.query("SELECT " MESSAGE_COLUMNS " FROM sqs_messages WHERE id = ?1 AND queue = ?2", id,
                             queue_.id);
  return row.step() ? std::optional(read_message(row)) : std::nullopt;
}

void MessageStore::remove(const Message& message) {
  database_.run("DELETE FROM sqs_messages WHERE id = ?1", message.id);
  if (queue_.is_fifo) refresh_group(*message.group);
}

void MessageStore::update(const Message& message) {
  database_.run(
      "UPDATE sqs_messages SET visible = ?2, receipts = ?3, receive_count = ?4, first_received = ?5, "
      "received = ?6 "
      "WHERE id = ?1",
      message.id, to_millis(message.visible), message.receipts, message.receive_count,
      millis_of(message.first_received), millis_of(message.received));
  auto& at_most = account_.cache<Cache>().in_flight_at_most;
  if (const auto found = at_most.find(queue_.id); found != at_most.end()) ++found->second;
  if (queue_.is_fifo) refresh_group(*message.group);
}

void MessageStore::clear() {
  database_.run("DELETE FROM sqs_messages WHERE queue = ?1", queue_.id);
  database_.run("DELETE FROM sqs_groups WHERE queue = ?1", queue_.id);
  account_.cache<Cache>().in_flight_at_most.erase(queue_.id);
}

void MessageStore::forget() {
  database_.run("DELETE FROM sqs_deduplications WHERE queue = ?1", queue_.id);
  database_.run("DELETE FROM sqs_receive_attempts WHERE queue = ?1", queue_.id);
}

void MessageStore::delay_again(Duration delay) {
  database_.run("UPDATE sqs_messages SET visible = sent + ?2 WHERE queue = ?1 AND receipts = 0", queue_.id,
                delay.count());
  auto row = database_.query("SELECT group_id FROM sqs_groups WHERE queue = ?1", queue_.id);
  std::vector<std::string> groups;
  while (row.step()) groups.push_back(row.string(0));
  for (const std::string& group : groups) refresh_group(group);
}

void MessageStore::remove_until(Time sent) {
  // Asked first: reading opens no transaction.
  auto row = database_.query("SELECT id, group_id FROM sqs_messages WHERE queue = ?1 AND sent <= ?2",
                             queue_.id, to_millis(sent));
  std::vector<Message> old;
  while (row.step()) {
    Message& message = old.emplace_back();
    message.id = row.integer(0);
    message.group = row.optional_string(1);
  }
  for (const Message& message : old) remove(message);
}

std::vector<Message> MessageStore::available(Time now, std::int64_t limit) {
  return read_messages(
      database_.query("SELECT " MESSAGE_COLUMNS
                      " FROM sqs_messages WHERE queue = ?1 AND visible <= ?2 ORDER BY visible, receipts, id "
                      "LIMIT ?3",
                      queue_.id, to_millis(now), limit));
}

std::optional<MessageStore::Group> MessageStore::available_group(Time now, std::int64_t after) {
  auto row = database_.query(
      "SELECT group_id, head FROM sqs_groups WHERE queue = ?1 AND head > ?3 AND available <= ?2 ORDER BY "
      "head LIMIT 1",
      queue_.id, to_millis(now), after);
  return row.step() ? std::optional(Group{row.string(0), row.integer(1)}) : std::nullopt;
}

std::vector<Message> MessageStore::group_messages(std::string_view group, std::int64_t limit) {
  return read_messages(database_.query(
      "SELECT " MESSAGE_COLUMNS " FROM sqs_messages WHERE queue = ?1 AND group_id = ?2 ORDER BY id LIMIT ?3",
      queue_.id, group, limit));
}

std::vector<Message> MessageStore::oldest(Time now, std::int64_t limit) {
  return read_messages(
      database_.query("SELECT " MESSAGE_COLUMNS
                      " FROM sqs_messages WHERE queue = ?1 AND visible <= ?2 ORDER BY sent, id LIMIT ?3",
                      queue_.id, to_millis(now), limit));
}

std::vector<Message> MessageStore::all_since(Time sent) {
  return read_messages(database_.query("SELECT " MESSAGE_COLUMNS
                                       " FROM sqs_messages WHERE queue = ?1 AND sent > ?2 ORDER BY id",
                                       queue_.id, to_millis(sent)));
}

MessageStore::Counts MessageStore::counts(Time now) {
  const auto count = [&](std::string_view sql) {
    return first_integer(database_.query(sql, queue_.id, to_millis(now)));
  };
  // Each of them reads a range of the one index that has all that it asks for.
  return {.visible =
              count("SELECT count(*) FROM sqs_messages INDEXED BY sqs_messages_by_visibility WHERE queue = "
                    "?1 AND visible <= ?2"),
          .in_flight =
              count("SELECT count(*) FROM sqs_messages INDEXED BY sqs_messages_by_visibility WHERE queue "
                    "= ?1 AND visible > ?2 AND receipts > 0"),
          .delayed =
              count("SELECT count(*) FROM sqs_messages INDEXED BY sqs_messages_by_visibility WHERE queue = "
                    "?1 AND visible > ?2 AND receipts = 0")};
}

std::optional<Time> MessageStore::next_visible(Time now) {
  auto row =
      queue_.is_fifo
          ? database_.query("SELECT min(available) FROM sqs_groups WHERE queue = ?1 AND available > ?2",
                            queue_.id, to_millis(now))
          : database_.query("SELECT min(visible) FROM sqs_messages WHERE queue = ?1 AND visible > ?2",
                            queue_.id, to_millis(now));
  return row.step() ? optional_time(row, 0) : std::nullopt;
}

bool MessageStore::are_in_flight(Time now, std::int64_t limit) {
  auto& at_most = account_.cache<Cache>().in_flight_at_most;
  const auto known = at_most.find(queue_.id);
  if (known != at_most.end() && known->second < limit) return false;
  const std::int64_t counted = first_integer(
      database_.query("SELECT count(*) FROM sqs_messages WHERE queue = ?1 AND visible > ?2 AND receipts > 0",
                      queue_.id, to_millis(now)));
  at_most[queue_.id] = counted;
  return counted >= limit;
}

std::optional<MessageStore::Sent> MessageStore::find_sent(std::string_view scope,
                                                          std::string_view deduplication_id, Time after) {
  auto row = database_.query(
      "SELECT message_id, message FROM sqs_deduplications WHERE queue = ?1 AND scope = ?2 AND "
      "deduplication_id = ?3 "
      "AND sent > ?4",
      queue_.id, scope, deduplication_id, to_millis(after));
  return row.step() ? std::optional(Sent{row.string(0), row.integer(1)}) : std::nullopt;
}

void MessageStore::note_sent(std::string_view scope, const Message& message, Time now, Time forget_until) {
  database_.run("DELETE FROM sqs_deduplications WHERE queue = ?1 AND sent <= ?2", queue_.id,
                to_millis(forget_until));
  database_.run(
      "INSERT INTO sqs_deduplications (queue, scope, deduplication_id, sent, message_id, message) VALUES "
      "(?1, ?2, ?3, "
      "?4, ?5, ?6)",
      queue_.id, scope, *message.deduplication_id, to_millis(now), message.message_id, message.id);
}

std::optional<std::string> MessageStore::find_attempt(std::string_view attempt_id, Time after) {
  auto row = database_.query(
      "SELECT receipts FROM sqs_receive_attempts WHERE queue = ?1 AND attempt_id = ?2 AND time > ?3",
      queue_.id, attempt_id, to_millis(after));
  return row.step() ? std::optional(row.string(0)) : std::nullopt;
}

void MessageStore::note_attempt(std::string_view attempt_id, std::string_view receipts, Time now,
                                Time forget_until) {
  database_.run("DELETE FROM sqs_receive_attempts WHERE queue = ?1 AND time <= ?2", queue_.id,
                to_millis(forget_until));
  database_.run(
      "INSERT INTO sqs_receive_attempts (queue, attempt_id, time, receipts) VALUES (?1, ?2, ?3, ?4) ON "
      "CONFLICT DO "
      "UPDATE SET time = excluded.time, receipts = excluded.receipts",
      queue_.id, attempt_id, to_millis(now), receipts);
}

// Those of its messages that were received come first; the last of them to become visible again frees the
// group.
void MessageStore::refresh_group(std::string_view group) {
  auto head = database_.query(
      "SELECT id, visible FROM sqs_messages WHERE queue = ?1 AND group_id = ?2 ORDER BY id LIMIT 1",
      queue_.id, group);
  if (!head.step()) {
    database_.run("DELETE FROM sqs_groups WHERE queue = ?1 AND group_id = ?2", queue_.id, group);
    return;
  }
  const std::int64_t in_flight_until = first_integer(database_.query(
      "SELECT max(visible) FROM sqs_messages WHERE queue = ?1 AND group_id = ?2 AND receipts > 0", queue_.id,
      group));
  database_.run(
      "INSERT INTO sqs_groups (queue, group_id, head, available) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO "
      "UPDATE SET "
      "head = excluded.head, available = excluded.available",
      queue_.id, group, head.integer(0), std::max(head.integer(1), in_flight_until));
}

}  // namespace cloche::sqs
