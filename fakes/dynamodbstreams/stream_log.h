#pragma once
// The log of a table's changes, and the only SQL of DynamoDB Streams. DynamoDB opens a stream, appends to it
// in the transaction that changes the item, and closes it; who reads (GetRecords, an event source mapping)
// sees each record for 24 hours of the account's clock. A closed stream stays as long as its records.
//
// Each stream is one shard that is never split: with one writer there is no partition to follow.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/core/json.h"

namespace cloche::dynamodbstreams {

/// How long a record can be read, and a stream that was closed.
constexpr Duration retention = std::chrono::hours(24);

struct Stream {
  std::int64_t id = 0;
  std::string arn;
  std::string table_name;
  std::string label;
  std::string view_type;  // KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES
  Json key_schema;        // of the table
  Time created{};
  std::int64_t starts = 0;  // the first sequence that a record of it may have
  std::optional<Time> closed;
  std::optional<std::int64_t> ends;  // the last one, once it is closed
  std::int64_t forgotten = 0;        // the sequence of the last record that is gone for its age; 0: none is

  std::string shard_id() const;
};

/// What happened to an item. Images are JSON texts (name → attribute value); the log keeps those that the
/// stream shows.
struct Change {
  std::string_view keys;
  std::optional<std::string_view> old_image;  // none: INSERT
  std::optional<std::string_view> new_image;  // none: REMOVE
  std::int64_t keys_size = 0;                 // sizes as DynamoDB counts them
  std::int64_t old_size = 0;
  std::int64_t new_size = 0;
  bool expired = false;  // by its time to live
};

struct Record {
  std::int64_t sequence = 0;
  Time written{};
  std::string event_id;
  std::string event;  // INSERT, MODIFY or REMOVE
  std::string keys;   // JSON texts
  std::optional<std::string> old_image;
  std::optional<std::string> new_image;
  std::int64_t size = 0;
  bool expired = false;

  /// As GetRecords answers it; the images are fragments.
  Json json(const Stream& stream, std::string_view region) const;
};

/// 21 digits, whose order is that of the numbers.
std::string sequence_number(std::int64_t sequence);
/// nullopt where `text` is not one.
std::optional<std::int64_t> parse_sequence_number(std::string_view text);

/// The tables of schema.sql.
Schema stream_schema();

class StreamLog {
 public:
  StreamLog(Account& account, std::string_view region) : account_(account), region_(region) {}

  // ---- for DynamoDB

  /// Opens a stream of a table; its label is the moment.
  Stream open(std::string_view table_arn, std::string_view table_name, const Json& key_schema,
              std::string_view view_type);
  void close(std::int64_t stream);
  void append(std::int64_t stream, const Change& change);

  // ---- for readers

  /// nullopt where there is none, or it was closed longer ago than its records are kept.
  std::optional<Stream> find(std::string_view arn);
  /// The stream that a request names; throws ValidationException where that is no stream's ARN, and
  /// ResourceNotFoundException where there is none.
  Stream stream(std::string_view arn);
  /// The streams of the region after `start` (an ARN; "": from the first), of one table where `table_name` is
  /// not empty, in order of their ARNs.
  std::vector<Stream> list(std::string_view table_name, std::string_view start, std::int64_t limit);
  /// The sequence that the next record of the account will have.
  std::int64_t next_sequence();
  /// The sequence of the oldest record of the stream that can be read; next_sequence() where there is none.
  std::int64_t first_sequence(const Stream& stream);
  /// Whether a record of the stream at or after `sequence` can't be read any more.
  bool trimmed(const Stream& stream, std::int64_t sequence);
  /// The records from `from` on: at most `limit`, and no more than `bytes` (but one at least).
  std::vector<Record> read(const Stream& stream, std::int64_t from, std::int64_t limit, std::int64_t bytes);

 private:
  std::int64_t horizon() const { return to_millis(account_.clock().now() - retention); }
  void forget_old();

  Account& account_;
  std::string_view region_;
};

}  // namespace cloche::dynamodbstreams
