#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "fakes/logs/errors.h"
#include "fakes/logs/event_log.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/retention.h"

namespace cloche::logs {

namespace {

// API reference, PutRetentionPolicy.
constexpr std::array<std::int64_t, 22> possible_days{
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};

}  // namespace

Answer put_retention_policy(Call& call, const Structure& request) {
  const std::int64_t days = request.integer("retentionInDays");
  if (std::ranges::find(possible_days, days) == possible_days.end()) {
    std::string set;
    for (const std::int64_t possible : possible_days)
      set += (set.empty() ? "" : ", ") + std::to_string(possible);
    // The words of other enumerations; the set's order is assumed.
    throw invalid_parameter(fmt::format(
        "1 validation error detected: Value '{}' at 'retentionInDays' failed to satisfy constraint: "
        "Member must satisfy enum value set: [{}]",
        days, set));
  }
  Store store(call.account, call.region);
  const LogGroup group = named_group(store, request);
  store.set_retention(group.id, days);
  if (const auto first = first_event_of_group(call.account, group.id)) {
    schedule_expiry(call.account, group.id, *first, days);
  }
  return {};
}

}  // namespace cloche::logs
