#include <algorithm>

#include "fakes/logs/errors.h"
#include "fakes/logs/event_log.h"
#include "fakes/logs/event_page.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/retention.h"

namespace cloche::logs {

namespace {

// "f/<an event's id>/s": forward, from after that event; "b/…/s": backward, from before it.
std::string page_token(char direction, const EventPosition& position) {
  return std::string(1, direction) + "/" + event_id(position) + "/s";
}

struct Start {
  Direction direction;
  EventPosition beyond;
};
Start parse_token(std::string_view text) {
  const bool forward = text.starts_with("f/");
  if ((!forward && !text.starts_with("b/")) || !text.ends_with("/s") || text.size() < 4)
    throw invalid_next_token();
  const auto position = parse_event_id(text.substr(2, text.size() - 4));
  if (!position) throw invalid_next_token();
  return {forward ? Direction::forward : Direction::backward, *position};
}

}  // namespace

// A page that has nothing to show answers the token that it was asked with in its direction, as the real
// service does at the ends of a stream.
Answer get_log_events(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const LogGroup group = identified_group(store, request);
  const auto stream = store.find_stream(group.id, request.string("logStreamName"));
  if (!stream) throw stream_not_found();
  if (request.boolean_or("unmask", false)) call.report_unsupported("unmask: nothing is masked");

  EventCursor::Range range = time_range(request, retained_from(call.account, group.retention));
  range.stream = stream->id;
  range.direction = request.boolean_or("startFromHead", false) ? Direction::forward : Direction::backward;
  if (const std::string* text = request.find_string("nextToken")) {
    const Start start = parse_token(*text);
    range.direction = start.direction;
    range.beyond = start.beyond;
  }

  std::vector<Json> events;
  std::optional<EventPosition> first;
  std::optional<EventPosition> last;
  EventCursor cursor(call.account, range);
  for (PageLimits page(request); page.has_room() && cursor.next() && page.takes(cursor.event());) {
    const StoredEvent& event = cursor.event();
    events.push_back({{"timestamp", to_millis(event.position.at)},
                      {"message", event.message},
                      {"ingestionTime", to_millis(event.ingested)}});
    if (!first) first = event.position;
    last = event.position;
  }
  if (range.direction == Direction::backward) {
    std::ranges::reverse(events);
    std::swap(first, last);
  }
  if (!first) {
    // Both tokens stay where the request was: at its own, or at the start of the stream.
    const EventPosition here = range.beyond.value_or(EventPosition{});
    const bool forward = range.direction == Direction::forward;
    first = forward && range.beyond ? just_after(here) : here;
    last = !forward && range.beyond ? just_before(here) : here;
  }
  return Json{{"events", std::move(events)},
              {"nextForwardToken", page_token('f', *last)},
              {"nextBackwardToken", page_token('b', *first)}};
}

}  // namespace cloche::logs
