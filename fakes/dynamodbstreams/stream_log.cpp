#include "fakes/dynamodbstreams/stream_log.h"

#include <fmt/core.h>

#include <array>
#include <charconv>
#include <map>
#include <utility>

#include "embedded/fakes/dynamodbstreams/schema.sql.h"
#include "fakes/core/arn.h"
#include "fakes/core/fault.h"
#include "fakes/dynamodbstreams/errors.h"

namespace cloche::dynamodbstreams {

namespace {

constexpr std::string_view stream_columns =
    "id, arn, table_name, label, view_type, key_schema, created, starts, closed, ends, forgotten";

Stream read_stream(const Statement& row) {
  Stream stream;
  stream.id = row.integer(0);
  stream.arn = row.string(1);
  stream.table_name = row.string(2);
  stream.label = row.string(3);
  stream.view_type = row.string(4);
  stream.key_schema = Json::parse(row.text(5));
  stream.created = from_millis(row.integer(6));
  stream.starts = row.integer(7);
  if (!row.is_null(8)) stream.closed = from_millis(row.integer(8));
  stream.ends = row.optional_integer(9);
  stream.forgotten = row.integer(10);
  return stream;
}

// "2015-05-11T21:21:33.291": the moment, without the zone.
std::string label_of(Time time) {
  std::string text = iso8601(time);
  text.pop_back();
  return text;
}

// What each append has to know of a stream.
struct ViewTypes {
  std::map<std::int64_t, std::string> of_stream;
};

bool shows_old(std::string_view view_type) {
  return view_type == "OLD_IMAGE" || view_type == "NEW_AND_OLD_IMAGES";
}
bool shows_new(std::string_view view_type) {
  return view_type == "NEW_IMAGE" || view_type == "NEW_AND_OLD_IMAGES";
}

}  // namespace

Schema stream_schema() {
  static constexpr std::array steps{dynamodbstreams_schema};
  return {"dynamodbstreams", steps};
}

std::string Stream::shard_id() const { return fmt::format("shardId-{:020}-{:08x}", to_millis(created), id); }

std::string sequence_number(std::int64_t sequence) { return fmt::format("1{:020}", sequence); }

std::optional<std::int64_t> parse_sequence_number(std::string_view text) {
  if (text.size() != 21 || text[0] != '1') return std::nullopt;
  std::int64_t sequence = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), sequence);
  if (error != std::errc() || end != text.data() + text.size() || sequence < 0) return std::nullopt;
  return sequence;
}

Json Record::json(const Stream& stream, std::string_view region) const {
  // The service gives the moment to the second.
  const auto second = std::chrono::floor<std::chrono::seconds>(written);
  Json change{{"ApproximateCreationDateTime", to_millis(second)},
              {"Keys", json_fragment(keys)},
              {"SequenceNumber", sequence_number(sequence)},
              {"SizeBytes", size},
              {"StreamViewType", stream.view_type}};
  if (old_image) change["OldImage"] = json_fragment(*old_image);
  if (new_image) change["NewImage"] = json_fragment(*new_image);
  Json record{{"awsRegion", region}, {"dynamodb", std::move(change)}, {"eventID", event_id},
              {"eventName", event},  {"eventSource", "aws:dynamodb"}, {"eventVersion", "1.1"}};
  if (expired) record["userIdentity"] = {{"PrincipalId", "dynamodb.amazonaws.com"}, {"Type", "Service"}};
  return record;
}

Stream StreamLog::open(std::string_view table_arn, std::string_view table_name, const Json& key_schema,
                       std::string_view view_type) {
  forget_old();
  const Time now = account_.clock().now();
  // A clock that stands still does not give two streams of a table one name.
  Time named = now;
  std::string arn;
  do {
    arn = fmt::format("{}/stream/{}", table_arn, label_of(named));
    named += Duration(1);
  } while (find(arn));
  Database& database = account_.database();
  const std::string keys = key_schema.dump();
  database.run(
      "INSERT INTO dynamodbstreams_stream (region, arn, table_name, label, view_type, key_schema, created, "
      "starts, "
      "forgotten) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)",
      region_, arn, table_name, label_of(named - Duration(1)), view_type, keys, to_millis(now),
      next_sequence());
  return *find(arn);
}

void StreamLog::close(std::int64_t stream) {
  account_.database().run("UPDATE dynamodbstreams_stream SET closed = ?2, ends = ?3 WHERE id = ?1", stream,
                          to_millis(account_.clock().now()), next_sequence() - 1);
}

void StreamLog::append(std::int64_t stream, const Change& change) {
  Database& database = account_.database();
  auto& view_type = account_.cache<ViewTypes>().of_stream[stream];
  if (view_type.empty()) {
    Statement row = database.query(
        "SELECT view_type FROM dynamodbstreams_stream WHERE id = ?1 AND closed IS NULL", stream);
    if (!row.step()) fail("stream {} is not open", stream);
    view_type = row.string(0);
  }
  const auto old_image = shows_old(view_type) ? change.old_image : std::nullopt;
  const auto new_image = shows_new(view_type) ? change.new_image : std::nullopt;
  const std::int64_t size =
      change.keys_size + (old_image ? change.old_size : 0) + (new_image ? change.new_size : 0);
  const char* event = !change.old_image ? "INSERT" : change.new_image ? "MODIFY" : "REMOVE";
  const std::string event_id = account_.ids().hex(32);
  database.run(
      "INSERT INTO dynamodbstreams_record (stream, written, event_id, event, keys, old_image, new_image, "
      "size, expired) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      stream, to_millis(account_.clock().now()), event_id, event, change.keys, old_image, new_image, size,
      change.expired);
  if (database.last_insert_id() % 256 == 0) forget_old();
}

std::optional<Stream> StreamLog::find(std::string_view arn) {
  const std::string sql = fmt::format(
      "SELECT {} FROM dynamodbstreams_stream WHERE region = ?1 AND arn = ?2 AND (closed IS NULL OR closed > "
      "?3)",
      stream_columns);
  Statement row = account_.database().query(sql, region_, arn, horizon());
  return row.step() ? std::optional(read_stream(row)) : std::nullopt;
}

Stream StreamLog::stream(std::string_view arn) {
  const auto parsed = Arn::parse(arn);
  if (!parsed || parsed->service != "dynamodb" || parsed->resource.find("/stream/") == std::string::npos)
    throw validation_error("Invalid StreamArn");
  auto found = find(arn);
  if (!found) throw stream_not_found(arn);
  return std::move(*found);
}

std::vector<Stream> StreamLog::list(std::string_view table_name, std::string_view start, std::int64_t limit) {
  const std::string sql = fmt::format(
      "SELECT {} FROM dynamodbstreams_stream WHERE region = ?1 AND (?2 = '' OR table_name = ?2) AND arn > ?3 "
      "AND (closed IS NULL OR closed > ?4) ORDER BY arn LIMIT ?5",
      stream_columns);
  Statement row = account_.database().query(sql, region_, table_name, start, horizon(), limit);
  std::vector<Stream> streams;
  while (row.step()) streams.push_back(read_stream(row));
  return streams;
}

std::int64_t StreamLog::next_sequence() {
  Statement row =
      account_.database().prepare("SELECT seq FROM sqlite_sequence WHERE name = 'dynamodbstreams_record'");
  return row.step() ? row.integer(0) + 1 : 1;
}

std::int64_t StreamLog::first_sequence(const Stream& stream) {
  Statement row = account_.database().query(
      "SELECT id FROM dynamodbstreams_record WHERE stream = ?1 AND written > ?2 ORDER BY id LIMIT 1",
      stream.id, horizon());
  return row.step() ? row.integer(0) : next_sequence();
}

bool StreamLog::trimmed(const Stream& stream, std::int64_t sequence) {
  if (sequence <= stream.forgotten) return true;
  Statement row = account_.database().query(
      "SELECT written FROM dynamodbstreams_record WHERE stream = ?1 AND id >= ?2 ORDER BY id LIMIT 1",
      stream.id, sequence);
  return row.step() && row.integer(0) <= horizon();
}

std::vector<Record> StreamLog::read(const Stream& stream, std::int64_t from, std::int64_t limit,
                                    std::int64_t bytes) {
  Statement row = account_.database().query(
      "SELECT id, written, event_id, event, keys, old_image, new_image, size, expired FROM "
      "dynamodbstreams_record "
      "WHERE stream = ?1 AND id >= ?2 AND written > ?3 ORDER BY id LIMIT ?4",
      stream.id, from, horizon(), limit);
  std::vector<Record> records;
  while (row.step()) {
    bytes -= row.integer(7);
    if (bytes < 0 && !records.empty()) break;
    records.push_back({row.integer(0), from_millis(row.integer(1)), row.string(2), row.string(3),
                       row.string(4), row.optional_string(5), row.optional_string(6), row.integer(7),
                       row.integer(8) != 0});
  }
  return records;
}

void StreamLog::forget_old() {
  Database& database = account_.database();
  database.run(
      "UPDATE dynamodbstreams_stream SET forgotten = old.last FROM "
      "(SELECT stream, max(id) AS last FROM dynamodbstreams_record WHERE written <= ?1 GROUP BY stream) AS "
      "old "
      "WHERE old.stream = dynamodbstreams_stream.id",
      horizon());
  database.run("DELETE FROM dynamodbstreams_record WHERE written <= ?1", horizon());
  database.run("DELETE FROM dynamodbstreams_stream WHERE closed <= ?1", horizon());
}

}  // namespace cloche::dynamodbstreams
