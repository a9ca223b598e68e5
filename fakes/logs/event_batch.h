#pragma once
// Events that came together, as the bytes of one row: for each the milliseconds since the first, the length
// of its message (both as LEB128 numbers), the message. A batch is in the order of time and spans at most
// `batch_span`, so that a reader who looks for a moment knows how far before it a batch may begin.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/clock.h"

namespace cloche::logs {

struct LogEvent {
  Time at{};
  std::string_view message;  // UTF-8, borrowed
};

inline constexpr Duration batch_span{1000};

/// What an event counts in limits and in storedBytes: its message and 26 bytes (API reference, PutLogEvents).
inline std::int64_t billed_bytes(std::string_view message) {
  return static_cast<std::int64_t>(message.size()) + 26;
}

/// How many of `events`, from the first on, fit into one batch.
std::size_t batch_length(std::span<const LogEvent> events);
/// Appends to `bytes` what the batch is kept as.
void pack(std::span<const LogEvent> events, std::string& bytes);
/// The events of a batch whose first is at `first`; their messages are parts of `bytes`.
std::vector<LogEvent> unpack(std::string_view bytes, Time first);

}  // namespace cloche::logs
