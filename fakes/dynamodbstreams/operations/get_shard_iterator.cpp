#include "fakes/dynamodbstreams/errors.h"
#include "fakes/dynamodbstreams/operations/operations.h"
#include "fakes/dynamodbstreams/shard_iterator.h"
#include "fakes/dynamodbstreams/stream_log.h"

namespace cloche::dynamodbstreams {

namespace {

// Where AT_ and AFTER_SEQUENCE_NUMBER begin; the record that SequenceNumber names must still be there. Words
// but those of trimmed() are assumed.
std::int64_t numbered_position(StreamLog& log, const Stream& stream, const Structure& request,
                               const std::string& type) {
  const std::string* text = request.find_string("SequenceNumber");
  if (text == nullptr) throw validation_error("SequenceNumber is required for ShardIteratorType " + type);
  const auto sequence = parse_sequence_number(*text);
  if (!sequence || *sequence < stream.starts || *sequence >= log.next_sequence()) {
    throw validation_error("Invalid SequenceNumber: " + *text);
  }
  if (log.trimmed(stream, *sequence)) throw trimmed();
  return type == "AT_SEQUENCE_NUMBER" ? *sequence : *sequence + 1;
}

}  // namespace

Answer get_shard_iterator(Call& call, const Structure& request) {
  StreamLog log(call.account, call.region);
  const std::string& arn = request.string("StreamArn");
  const Stream stream = log.stream(arn);
  const std::string& shard = request.string("ShardId");
  if (shard != stream.shard_id()) throw shard_not_found(arn, shard);

  const std::string& type = request.string("ShardIteratorType");
  std::int64_t sequence = 0;
  if (type == "TRIM_HORIZON") {
    sequence = log.first_sequence(stream);
  } else if (type == "LATEST") {
    sequence = log.next_sequence();
  } else {
    sequence = numbered_position(log, stream, request, type);
  }
  return Json{{"ShardIterator", ShardIterator{arn, sequence, call.account.clock().now()}.str()}};
}

}  // namespace cloche::dynamodbstreams
