#include <fmt/core.h>

#include "fakes/core/arn.h"
#include "fakes/dynamodbstreams/errors.h"
#include "fakes/dynamodbstreams/operations/operations.h"
#include "fakes/dynamodbstreams/shard_iterator.h"
#include "fakes/dynamodbstreams/stream_log.h"

namespace cloche::dynamodbstreams {

namespace {

constexpr std::int64_t max_records = 1000;
constexpr std::int64_t max_bytes = 1024 * 1024;

void check_age(const ShardIterator& iterator, Time now) {
  if (now - iterator.made < iterator_lifetime) return;
  throw ApiError("ExpiredIteratorException", "Shard iterator has expired");
}

}  // namespace

Answer get_records(Call& call, const Structure& request) {
  const std::int64_t limit = request.integer_or("Limit", max_records);
  if (limit > max_records) {
    throw validation_error(
        fmt::format("1 validation error detected: Value '{}' at 'limit' failed to satisfy constraint: Member "
                    "must have value less than "
                    "or equal to {}",
                    limit, max_records));
  }
  const ShardIterator iterator = ShardIterator::parse(request.string("ShardIterator"));
  const auto arn = Arn::parse(iterator.stream_arn);
  if (!arn || arn->region != call.region) throw invalid_iterator();
  StreamLog log(call.account, call.region);
  const auto stream = log.find(iterator.stream_arn);
  if (!stream) throw stream_not_found(iterator.stream_arn);
  const Time now = call.account.clock().now();
  check_age(iterator, now);
  if (log.trimmed(*stream, iterator.sequence)) throw trimmed();

  Json answer{{"Records", Json::array()}};
  std::int64_t next = iterator.sequence;
  for (const Record& record : log.read(*stream, iterator.sequence, limit, max_bytes)) {
    answer["Records"].push_back(record.json(*stream, call.region));
    next = record.sequence + 1;
  }
  // A closed shard has an end: who has read to it gets no further iterator.
  const bool at_end = stream->closed && log.read(*stream, next, 1, max_bytes).empty();
  if (!at_end) answer["NextShardIterator"] = ShardIterator{stream->arn, next, now}.str();
  return answer;
}

}  // namespace cloche::dynamodbstreams
