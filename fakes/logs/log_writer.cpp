#include "fakes/logs/log_writer.h"

#include <algorithm>
#include <vector>

#include "fakes/logs/event_log.h"
#include "fakes/logs/retention.h"
#include "fakes/logs/write_target.h"

namespace cloche::logs {

void write_events(Account& account, std::string_view region, std::string_view group, std::string_view stream,
                  std::span<const LogEvent> events) {
  const auto earlier = [](const LogEvent& a, const LogEvent& b) { return a.at < b.at; };
  const auto empty = [](const LogEvent& event) { return event.message.empty(); };
  std::vector<LogEvent> in_order;
  if (!std::ranges::is_sorted(events, earlier) || std::ranges::any_of(events, empty)) {
    std::ranges::copy_if(events, std::back_inserter(in_order),
                         [&](const auto& event) { return !empty(event); });
    std::ranges::stable_sort(in_order, earlier);
    events = in_order;
  }
  const WriteTarget target = write_target(account, region, group, stream);
  if (events.empty()) return;
  append_events(account, target.group->id, target.stream, events);
  if (target.group->retention)
    schedule_expiry(account, target.group->id, events.front().at, *target.group->retention);
}

}  // namespace cloche::logs
