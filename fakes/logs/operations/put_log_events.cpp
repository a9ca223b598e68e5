#include <fmt/core.h>

#include <algorithm>

#include "fakes/logs/errors.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/log_writer.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/retention.h"
#include "fakes/logs/sequence_token.h"

namespace cloche::logs {

namespace {

constexpr std::int64_t max_batch_bytes = 1'048'576;  // of a batch, and since 2025 of an event
constexpr std::chrono::hours max_span{24};
constexpr std::chrono::days oldest_event{14};
constexpr std::chrono::hours newest_event{2};

std::vector<LogEvent> events_of(const Structure& request) {
  std::vector<LogEvent> events;
  for (const Structure& event : request.structures("logEvents")) {
    events.push_back({from_millis(event.integer("timestamp")), event.string("message")});
  }
  return events;
}

void check_batch(const std::vector<LogEvent>& events) {
  std::int64_t bytes = 0;
  for (const LogEvent& event : events) {
    const std::int64_t size = billed_bytes(event.message);
    if (size > max_batch_bytes) {
      throw invalid_parameter(
          fmt::format("Log event too large: {} bytes exceeds limit of {}", size, max_batch_bytes));
    }
    bytes += size;
  }
  if (bytes > max_batch_bytes) {
    throw invalid_parameter(
        fmt::format("Upload too large: {} bytes exceeds limit of {}", bytes, max_batch_bytes));
  }
  if (!std::ranges::is_sorted(events, {}, &LogEvent::at)) {
    throw invalid_parameter("Log events in a single PutLogEvents request must be in chronological order.");
  }
  if (events.back().at - events.front().at > max_span) {
    throw invalid_parameter(
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
}

}  // namespace

// Events of a wrong time are left out, and said; the others are taken.
Answer put_log_events(Call& call, const Structure& request) {
  if (request.has("entity")) call.report_unsupported("entity: it is not kept");
  Store store(call.account, call.region);
  const LogGroup group = named_group(store, request);
  const std::string& name = request.string("logStreamName");
  const auto stream = store.find_stream(group.id, name);
  if (!stream) throw stream_not_found();
  const std::vector<LogEvent> events = events_of(request);
  check_batch(events);

  const Time now = call.account.clock().now();
  const auto before = [&](Time time) {
    return std::ranges::lower_bound(events, time, {}, &LogEvent::at) - events.begin();
  };
  const auto too_old = before(now - oldest_event);
  const auto expired = group.retention ? before(retained_from(call.account, group.retention)) : 0;
  const auto too_new = before(now + newest_event + Duration(1));
  Json rejected = Json::object();
  if (too_old > 0) rejected["tooOldLogEventEndIndex"] = too_old;
  if (expired > 0) rejected["expiredLogEventEndIndex"] = expired;
  if (too_new < std::ssize(events)) rejected["tooNewLogEventStartIndex"] = too_new;
  const auto first = std::max(too_old, expired);
  if (first < too_new) {
    write_events(call.account, call.region, group.name, name,
                 std::span(events).subspan(static_cast<std::size_t>(first),
                                           static_cast<std::size_t>(too_new - first)));
  }
  Json answer{{"nextSequenceToken", sequence_token(stream->id)}};
  if (!rejected.empty()) answer["rejectedLogEventsInfo"] = std::move(rejected);
  return answer;
}

}  // namespace cloche::logs
