#include "fakes/logs/log_writer.h"

#include <algorithm>
#include <deque>
#include <string>
#include <vector>

#include "fakes/logs/event_log.h"
#include "fakes/logs/retention.h"
#include "fakes/logs/write_target.h"
#include "fakes/wire/utf8.h"

namespace cloche::logs {

namespace {

bool is_earlier(const LogEvent& a, const LogEvent& b) { return a.at < b.at; }

bool is_clean(const LogEvent& event) {
  return !event.message.empty() && wire::is_well_formed_utf8(event.message);
}

// The events in order, without empty ones, and what is no UTF-8 in them replaced, as the real service does;
// the texts of those are put into `mended`.
std::vector<LogEvent> cleaned(std::span<const LogEvent> events, std::deque<std::string>& mended) {
  std::vector<LogEvent> clean;
  for (const LogEvent& event : events) {
    if (event.message.empty()) continue;
    clean.push_back(event);
    if (is_clean(event)) continue;
    clean.back().message = mended.emplace_back(wire::to_utf8(std::string(event.message)));
  }
  std::ranges::stable_sort(clean, &is_earlier);
  return clean;
}

// What the group does with what has come into its stream. A filter that sends wants the events' ids.
void append(Account& account, std::string_view region, std::string_view stream, const WriteTarget& target,
            std::span<const LogEvent> events) {
  const GroupTarget& group = *target.group;
  std::vector<EventPosition> positions;
  append_events(account, group.id, target.stream, events,
                group.subscription_filters.empty() ? nullptr : &positions);
  for (const MetricFilter& filter : group.metric_filters) filter.apply(account, region, events);
  for (const SubscriptionFilter& filter : group.subscription_filters) {
    filter.apply(account, region, group.name, stream, events, positions);
  }
  if (group.retention) schedule_expiry(account, group.id, events.front().at, *group.retention);
}

}  // namespace

void write_events(Account& account, std::string_view region, std::string_view group, std::string_view stream,
                  std::span<const LogEvent> events) {
  std::deque<std::string> mended;
  std::vector<LogEvent> clean;
  if (!std::ranges::all_of(events, &is_clean) || !std::ranges::is_sorted(events, &is_earlier)) {
    clean = cleaned(events, mended);
    events = clean;
  }
  const WriteTarget target = write_target(account, region, group, stream);
  if (!events.empty()) append(account, region, stream, target, events);
}

}  // namespace cloche::logs
