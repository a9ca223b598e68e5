#pragma once
// The errors of DynamoDB Streams, in its words; those marked are assumed.
#include <fmt/core.h>

#include <string>
#include <string_view>

#include "fakes/core/api_error.h"

namespace cloche::dynamodbstreams {

inline ApiError validation_error(std::string message) { return {"ValidationException", std::move(message)}; }

inline ApiError stream_not_found(std::string_view arn) {
  return {"ResourceNotFoundException",
          fmt::format("Requested resource not found: Stream: {} not found", arn)};
}

inline ApiError shard_not_found(std::string_view arn, std::string_view shard) {
  return {
      "ResourceNotFoundException",
      fmt::format("Requested resource not found: Shard: {} in Stream: {} not found", shard, arn)};  // assumed
}

// Not one of ours, or of another region; assumed.
inline ApiError invalid_iterator() { return validation_error("Invalid ShardIterator"); }

inline ApiError trimmed() {
  return {"TrimmedDataAccessException", "The data you are trying to access has been trimmed"};
}

}  // namespace cloche::dynamodbstreams
