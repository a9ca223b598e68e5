#pragma once
// A shard iterator: a position in a stream, and when it was handed out. Its text is opaque to a client; like
// the real service's it begins with the stream's ARN.
#include <cstdint>
#include <string>
#include <string_view>

#include "fakes/core/clock.h"

namespace cloche::dynamodbstreams {

/// How long an iterator can be used.
constexpr Duration iterator_lifetime = std::chrono::minutes(15);

struct ShardIterator {
  std::string stream_arn;
  std::int64_t sequence = 0;  // of the first record to be read
  Time made{};

  std::string str() const;
  /// Throws ValidationException where `text` is none.
  static ShardIterator parse(std::string_view text);
};

}  // namespace cloche::dynamodbstreams
