// The table of contents of DynamoDB Streams: all of its operations.
#include "fakes/dynamodbstreams/service.h"

#include <array>

#include "fakes/dynamodbstreams/operations/operations.h"
#include "fakes/dynamodbstreams/stream_log.h"

namespace cloche::dynamodbstreams {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"DescribeStream", &describe_stream},
    wire::OperationEntry{"GetRecords", &get_records},
    wire::OperationEntry{"GetShardIterator", &get_shard_iterator},
    wire::OperationEntry{"ListStreams", &list_streams},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition service{"dynamodbstreams", operations, stream_schema()};
  return service;
}

}  // namespace cloche::dynamodbstreams
