#include "fakes/dynamodbstreams/errors.h"
#include "fakes/dynamodbstreams/operations/operations.h"
#include "fakes/dynamodbstreams/stream_log.h"

namespace cloche::dynamodbstreams {

Answer describe_stream(Call& call, const Structure& request) {
  const std::string& arn = request.string("StreamArn");
  const auto stream = StreamLog(call.account, call.region).find(arn);
  if (!stream) throw stream_not_found(arn);

  // One shard: a page after it has none.
  Json shards = Json::array();
  if (request.string_or("ExclusiveStartShardId", "") < stream->shard_id()) {
    Json range{{"StartingSequenceNumber", sequence_number(stream->starts)}};
    if (stream->ends) range["EndingSequenceNumber"] = sequence_number(*stream->ends);
    shards.push_back({{"ShardId", stream->shard_id()}, {"SequenceNumberRange", std::move(range)}});
  }
  return Json{{"StreamDescription",
               {{"StreamArn", stream->arn},
                {"StreamLabel", stream->label},
                {"StreamStatus", stream->closed ? "DISABLED" : "ENABLED"},
                {"StreamViewType", stream->view_type},
                {"CreationRequestDateTime", to_millis(stream->created)},
                {"TableName", stream->table_name},
                {"KeySchema", stream->key_schema},
                {"Shards", std::move(shards)}}}};
}

}  // namespace cloche::dynamodbstreams
