#pragma once
// What names a request: an id in the form of its service, and the trace that it belongs to. They come from a
// sequence of their own, begun by the account's seed, and not from Ids: reading must not write.
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

#include "fakes/core/clock.h"

namespace cloche::front {

class RequestIds {
 public:
  explicit RequestIds(std::uint64_t seed) : seed_(seed) {}

  /// A UUID, or for DynamoDB (`long_form`) 52 capitals and digits.
  std::string next(bool long_form);
  /// The trace that `header` (X-Amzn-Trace-Id) names as its Root, or a new one:
  /// "1-5759e988-bd862e3fe1be46a994272793".
  std::string trace(std::string_view header, Time now);
  void restart() { count_ = 0; }

 private:
  std::uint64_t number() { return seed_ + count_.fetch_add(1, std::memory_order_relaxed); }

  const std::uint64_t seed_;
  std::atomic<std::uint64_t> count_ = 0;
};

}  // namespace cloche::front
