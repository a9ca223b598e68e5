#pragma once
// The operations of DynamoDB Streams; each stands in the file of its name.
#include "fakes/wire/service.h"

namespace cloche::dynamodbstreams {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer describe_stream(Call& call, const Structure& request);
Answer get_records(Call& call, const Structure& request);
Answer get_shard_iterator(Call& call, const Structure& request);
Answer list_streams(Call& call, const Structure& request);

}  // namespace cloche::dynamodbstreams
