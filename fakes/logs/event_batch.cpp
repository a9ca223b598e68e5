#include "fakes/logs/event_batch.h"

#include "fakes/core/fault.h"

namespace cloche::logs {

namespace {

void put_number(std::string& bytes, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  bytes += static_cast<char>(value);
}

std::uint64_t take_number(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (int bit = 0;; bit += 7) {
    if (bytes.empty() || bit > 63) fail("a batch of log events ends within a number");
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << bit;
    if (byte < 0x80) return value;
  }
}

}  // namespace

std::size_t batch_length(std::span<const LogEvent> events) {
  std::size_t length = 0;
  while (length < events.size() && events[length].at - events.front().at <= batch_span) ++length;
  return length;
}

void pack(std::span<const LogEvent> events, std::string& bytes) {
  for (const LogEvent& event : events) {
    put_number(bytes, static_cast<std::uint64_t>((event.at - events.front().at).count()));
    put_number(bytes, event.message.size());
    bytes += event.message;
  }
}

std::vector<LogEvent> unpack(std::string_view bytes, Time first) {
  std::vector<LogEvent> events;
  while (!bytes.empty()) {
    const Time at = first + Duration(static_cast<std::int64_t>(take_number(bytes)));
    const std::uint64_t length = take_number(bytes);
    if (length > bytes.size()) fail("a batch of log events ends within a message of {} bytes", length);
    events.push_back({at, bytes.substr(0, length)});
    bytes.remove_prefix(length);
  }
  return events;
}

}  // namespace cloche::logs
