#pragma once
// What GetLogEvents and FilterLogEvents have in common: the range of time that they ask for, and how much a
// page holds.
#include <algorithm>
#include <cstdint>

#include "fakes/logs/event_log.h"
#include "fakes/wire/structure.h"

namespace cloche::logs {

/// startTime (inclusive) to endTime (exclusive), of what is retained.
inline EventCursor::Range time_range(const wire::Structure& request, Time retained_from) {
  // Whatever comes: what the clock's milliseconds hold.
  constexpr std::int64_t last = 1LL << 47;
  EventCursor::Range range;
  range.from = std::max(retained_from, from_millis(std::min(request.integer_or("startTime", 0), last)));
  range.to = from_millis(std::min(request.integer_or("endTime", last), last));
  return range;
}

/// 10,000 events unless fewer are asked for, and 1 MB.
class PageLimits {
 public:
  explicit PageLimits(const wire::Structure& request) : left_(request.integer_or("limit", 10'000)) {}

  bool has_room() const { return left_ > 0; }
  /// Whether the event goes into the page, which then has less room. The first one always does.
  bool takes(const StoredEvent& event) {
    bytes_ += billed_bytes(event.message);
    if (!empty_ && bytes_ > 1'048'576) return false;
    empty_ = false;
    --left_;
    return true;
  }

 private:
  std::int64_t left_;
  std::int64_t bytes_ = 0;
  bool empty_ = true;
};

}  // namespace cloche::logs
