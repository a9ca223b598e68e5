#include <algorithm>

#include "fakes/dynamodbstreams/operations/operations.h"
#include "fakes/dynamodbstreams/stream_log.h"

namespace cloche::dynamodbstreams {

Answer list_streams(Call& call, const Structure& request) {
  const std::int64_t limit = std::min<std::int64_t>(request.integer_or("Limit", 100), 100);
  auto streams = StreamLog(call.account, call.region)
                     .list(request.string_or("TableName", ""),
                           request.string_or("ExclusiveStartStreamArn", ""), limit + 1);
  Json answer{{"Streams", Json::array()}};
  if (streams.size() > static_cast<std::size_t>(limit)) {
    streams.resize(static_cast<std::size_t>(limit));
    answer["LastEvaluatedStreamArn"] = streams.back().arn;
  }
  for (const Stream& stream : streams) {
    answer["Streams"].push_back(
        {{"StreamArn", stream.arn}, {"StreamLabel", stream.label}, {"TableName", stream.table_name}});
  }
  return answer;
}

}  // namespace cloche::dynamodbstreams
