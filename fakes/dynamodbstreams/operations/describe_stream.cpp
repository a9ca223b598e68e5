#include "fakes/dynamodbstreams/errors.h"
#include "fakes/dynamodbstreams/operations/operations.h"
#include "fakes/dynamodbstreams/stream_log.h"

namespace cloche::dynamodbstreams {

namespace {

// A filter of type CHILD_SHARDS names the parent (API reference, ShardFilter). What is answered without one,
// or without a type, is assumed.
void check_filter(const Structure& filter, const Stream& stream) {
  const std::string* shard = filter.find_string("ShardId");
  if (shard == nullptr || !filter.has("Type")) {
    throw validation_error("ShardFilter must have a Type, and a ShardId where the type is CHILD_SHARDS");
  }
  if (*shard != stream.shard_id()) throw shard_not_found(stream.arn, *shard);
}

}  // namespace

Answer describe_stream(Call& call, const Structure& request) {
  const Stream stream = StreamLog(call.account, call.region).stream(request.string("StreamArn"));

  // One shard, that never splits: a page after it has none, and it has no children.
  const auto filter = request.find_structure("ShardFilter");
  if (filter) check_filter(*filter, stream);
  Json shards = Json::array();
  if (!filter && request.string_or("ExclusiveStartShardId", "") < stream.shard_id()) {
    Json range{{"StartingSequenceNumber", sequence_number(stream.starts)}};
    if (stream.ends) range["EndingSequenceNumber"] = sequence_number(*stream.ends);
    shards.push_back({{"ShardId", stream.shard_id()}, {"SequenceNumberRange", std::move(range)}});
  }
  return Json{{"StreamDescription",
               {{"StreamArn", stream.arn},
                {"StreamLabel", stream.label},
                {"StreamStatus", stream.closed ? "DISABLED" : "ENABLED"},
                {"StreamViewType", stream.view_type},
                {"CreationRequestDateTime", to_millis(stream.created)},
                {"TableName", stream.table_name},
                {"KeySchema", stream.key_schema},
                {"Shards", std::move(shards)}}}};
}

}  // namespace cloche::dynamodbstreams
