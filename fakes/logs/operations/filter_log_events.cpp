#include <algorithm>
#include <unordered_map>

#include "fakes/core/digest.h"
#include "fakes/logs/errors.h"
#include "fakes/logs/event_page.h"
#include "fakes/logs/filter_pattern.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/paging.h"
#include "fakes/logs/retention.h"

namespace cloche::logs {

namespace {

using StreamNames = std::unordered_map<std::int64_t, std::string>;

// The streams that the request is about, by id.
StreamNames streams_of(Store& store, const LogGroup& group, const Structure& request) {
  StreamNames streams;
  if (!request.has("logStreamNames")) {
    for (auto& [id, name] : store.stream_names(group.id, request.string_or("logStreamNamePrefix", ""))) {
      streams.emplace(id, std::move(name));
    }
    return streams;
  }
  for (std::string& name : request.strings("logStreamNames")) {
    const auto stream = store.find_stream(group.id, name);
    if (!stream) throw stream_not_found();
    streams.emplace(stream->id, std::move(name));
  }
  return streams;
}

// Steps to the next event of the streams that matches.
bool next_match(EventCursor& cursor, const StreamNames& streams, const FilterPattern& pattern) {
  while (cursor.next()) {
    if (streams.contains(cursor.event().stream) && pattern.matches(cursor.event().message)) return true;
  }
  return false;
}

}  // namespace

// Events of all streams are interleaved, whatever `interleaved` says (API reference: since 2019).
Answer filter_log_events(Call& call, const Structure& request) {
  if (request.has("logStreamNames") && request.has("logStreamNamePrefix")) {
    // Assumed: the words.
    throw invalid_parameter("logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
  }
  if (request.boolean_or("unmask", false)) call.report_unsupported("unmask: nothing is masked");
  const FilterPattern pattern = FilterPattern::parse(request.string_or("filterPattern", ""));
  Store store(call.account, call.region);
  const LogGroup group = identified_group(store, request);
  const StreamNames streams = streams_of(store, group, request);

  EventCursor::Range range = time_range(request, retained_from(call.account, group.retention));
  range.group = group.id;
  if (streams.size() == 1) range.stream = streams.begin()->first;
  if (const auto start = page_start(request)) {
    range.beyond = parse_event_id(*start);
    if (!range.beyond) throw invalid_next_token();
  }

  Json events = Json::array();
  Json answer{{"searchedLogStreams", Json::array()}};  // empty since 2020 (API reference)
  EventCursor cursor(call.account, range);
  PageLimits page(request);
  std::optional<EventPosition> last;
  while (next_match(cursor, streams, pattern)) {
    const StoredEvent& event = cursor.event();
    // One more that matches is there, so there is a next page.
    if (!page.has_room() || !page.takes(event)) {
      answer["nextToken"] = next_token(event_id(*last));
      break;
    }
    last = event.position;
    events.push_back({{"logStreamName", streams.at(event.stream)},
                      {"timestamp", to_millis(event.position.at)},
                      {"message", event.message},
                      {"ingestionTime", to_millis(event.ingested)},
                      {"eventId", event_id(event.position)}});
  }
  answer["events"] = std::move(events);
  return answer;
}

}  // namespace cloche::logs
