#include "fakes/logs/event_log.h"

#include <algorithm>
#include <utility>

namespace cloche::logs {

namespace {

// The columns that EventCursor reads.
constexpr std::string_view stream_forward =
    "SELECT id, stream_id, first_event, ingested, events FROM logs_batches WHERE stream_id = ?1 AND "
    "first_event "
    "BETWEEN ?2 AND ?3 ORDER BY first_event, id";
constexpr std::string_view stream_backward =
    "SELECT id, stream_id, first_event, ingested, events FROM logs_batches WHERE stream_id = ?1 AND "
    "first_event "
    "BETWEEN ?2 AND ?3 ORDER BY first_event DESC, id DESC";
constexpr std::string_view group_forward =
    "SELECT id, stream_id, first_event, ingested, events FROM logs_batches WHERE group_id = ?1 AND "
    "first_event "
    "BETWEEN ?2 AND ?3 ORDER BY first_event, id";
constexpr std::string_view group_backward =
    "SELECT id, stream_id, first_event, ingested, events FROM logs_batches WHERE group_id = ?1 AND "
    "first_event "
    "BETWEEN ?2 AND ?3 ORDER BY first_event DESC, id DESC";

Statement rows_of(Database& database, const EventCursor::Range& range) {
  const bool forward = range.direction == Direction::forward;
  Time first = range.from;
  Time last = range.to - Duration(1);
  if (range.beyond)
    (forward ? first : last) = forward ? std::max(first, range.beyond->at) : std::min(last, range.beyond->at);
  const std::string_view sql = range.stream ? (forward ? stream_forward : stream_backward)
                                            : (forward ? group_forward : group_backward);
  return database.query(sql, range.stream.value_or(range.group), to_millis(first - batch_span),
                        to_millis(last));
}

}  // namespace

void append_events(Account& account, std::int64_t group, std::int64_t stream,
                   std::span<const LogEvent> events, std::vector<EventPosition>* positions) {
  Database& database = account.database();
  const std::int64_t now = to_millis(account.clock().now());
  std::int64_t all_bytes = 0;
  std::string packed;
  for (std::size_t at = 0; at < events.size();) {
    const auto batch = events.subspan(at, batch_length(events.subspan(at)));
    std::int64_t bytes = 0;
    for (const LogEvent& event : batch) bytes += billed_bytes(event.message);
    packed.clear();
    pack(batch, packed);
    database.run(
        "INSERT INTO logs_batches (group_id, stream_id, first_event, ingested, bytes, events) VALUES (?1, "
        "?2, ?3, "
        "?4, ?5, ?6)",
        group, stream, to_millis(batch.front().at), now, bytes, Blob{packed});
    if (positions != nullptr) {
      const std::int64_t id = database.last_insert_id();
      for (std::int64_t index = 0; const LogEvent& event : batch)
        positions->push_back({event.at, id, index++});
    }
    all_bytes += bytes;
    at += batch.size();
  }
  if (events.empty()) return;
  database.run(
      "UPDATE logs_streams SET first_event = min(coalesce(first_event, ?2), ?2), last_event = "
      "max(coalesce(last_event, ?3), ?3), last_ingestion = ?4, bytes = bytes + ?5 WHERE id = ?1",
      stream, to_millis(events.front().at), to_millis(events.back().at), now, all_bytes);
}

void remove_events_before(Account& account, std::int64_t group, Time before) {
  Database& database = account.database();
  const std::int64_t last = to_millis(before - batch_span);
  database.run(
      "UPDATE logs_streams SET bytes = logs_streams.bytes - gone.bytes FROM (SELECT stream_id, sum(bytes) AS "
      "bytes FROM logs_batches WHERE group_id = ?1 AND first_event < ?2 GROUP BY stream_id) AS gone WHERE id "
      "= "
      "gone.stream_id",
      group, last);
  database.run("DELETE FROM logs_batches WHERE group_id = ?1 AND first_event < ?2", group, last);
}

std::optional<Time> first_event_of_group(Account& account, std::int64_t group) {
  auto row = account.database().query("SELECT min(first_event) FROM logs_batches WHERE group_id = ?1", group);
  if (!row.step() || row.is_null(0)) return std::nullopt;
  return from_millis(row.integer(0));
}

EventCursor::EventCursor(Account& account, const Range& range)
    : range_(range), rows_(rows_of(account.database(), range_)) {
  step_row();
}

void EventCursor::step_row() { row_is_there_ = rows_.step(); }

bool EventCursor::is_wanted(const EventPosition& position) const {
  if (position.at < range_.from || position.at >= range_.to) return false;
  return !range_.beyond || (forward() ? position > *range_.beyond : position < *range_.beyond);
}

std::optional<EventPosition> EventCursor::next_of(Batch& batch) const {
  while (forward() ? batch.left < batch.events.size() : batch.left > 0) {
    const std::size_t index = forward() ? batch.left : batch.left - 1;
    const EventPosition position{batch.events[index].at, batch.id, static_cast<std::int64_t>(index)};
    if (is_wanted(position)) return position;
    forward() ? ++batch.left : --batch.left;
  }
  return std::nullopt;
}

void EventCursor::open_row() {
  auto batch = std::make_unique<Batch>(
      Batch{rows_.integer(0), rows_.integer(1), from_millis(rows_.integer(3)), rows_.string(4), {}, 0});
  batch->events = unpack(batch->bytes, from_millis(rows_.integer(2)));
  batch->left = forward() ? 0 : batch->events.size();
  if (const auto position = next_of(*batch)) open_.emplace(*position, std::move(batch));
  step_row();
}

// Whether the row that is next may hold an event that comes before `position`.
bool EventCursor::must_open_before(const EventPosition& position) const {
  if (!row_is_there_) return false;
  const Time first = from_millis(rows_.integer(2));
  if (forward()) return EventPosition{first, rows_.integer(0), 0} < position;
  return first + batch_span >= position.at;
}

bool EventCursor::next() {
  if (current_) {
    forward() ? ++current_->left : --current_->left;
    if (const auto position = next_of(*current_)) open_.emplace(*position, std::move(current_));
    current_.reset();
  }
  const auto first = [this] { return forward() ? open_.begin() : std::prev(open_.end()); };
  while (row_is_there_ && (open_.empty() || must_open_before(first()->first))) open_row();
  if (open_.empty()) return false;
  auto node = open_.extract(first());
  current_ = std::move(node.mapped());
  const LogEvent& event = current_->events[static_cast<std::size_t>(node.key().index)];
  event_ = {node.key(), current_->stream, current_->ingested, event.message};
  return true;
}

}  // namespace cloche::logs
