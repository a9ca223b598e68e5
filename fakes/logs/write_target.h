#pragma once
// Where events go that are written again and again: the stream, its group, and what the group does with what
// comes in, kept in the account's cache by their names. What changes a group, a stream or a filter must call
// forget_write_targets().
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/account.h"
#include "fakes/logs/metric_filter.h"
#include "fakes/logs/subscription_filter.h"

namespace cloche::logs {

struct GroupTarget {
  std::int64_t id = 0;
  std::string name;
  std::optional<std::int64_t> retention = std::nullopt;  // days
  std::vector<MetricFilter> metric_filters{};
  std::vector<SubscriptionFilter> subscription_filters{};
};

struct WriteTarget {
  std::int64_t stream = 0;
  std::shared_ptr<const GroupTarget> group;
};

/// The target of these names; group and stream are made where they are missing. Valid until something is
/// forgotten.
const WriteTarget& write_target(Account& account, std::string_view region, std::string_view group,
                                std::string_view stream);

void forget_write_targets(Account& account);

}  // namespace cloche::logs
