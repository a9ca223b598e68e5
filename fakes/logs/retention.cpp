#include "fakes/logs/retention.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "fakes/logs/event_log.h"
#include "fakes/logs/store.h"

namespace cloche::logs {

namespace {

constexpr std::chrono::minutes between_removals{1};

}  // namespace

Time retained_from(Account& account, std::optional<std::int64_t> days) {
  return days ? account.clock().now() - std::chrono::days(*days) : Time(Duration(0));
}

void schedule_expiry(Account& account, std::int64_t group, Time first, std::int64_t days) {
  Outbox& outbox = account.outbox();
  const std::string key = std::to_string(group);
  // A batch goes when even the last event that it may have is past its retention.
  const Time due = first + batch_span + std::chrono::days(days) + Duration(1);
  if (const auto scheduled = outbox.due(expire_events_effect, key); scheduled && *scheduled <= due) return;
  outbox.schedule(expire_events_effect, key, due, {{"Group", group}});
}

void expire_events(Account& account, const Json& payload) {
  const auto group = payload.at("Group").get<std::int64_t>();
  const auto days = retention_of(account, group);
  if (!days) return;
  remove_events_before(account, group, retained_from(account, days));
  const auto first = first_event_of_group(account, group);
  if (!first) return;
  schedule_expiry(account, group,
                  std::max(*first, retained_from(account, days) - batch_span + between_removals), *days);
}

}  // namespace cloche::logs
