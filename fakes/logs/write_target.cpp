#include "fakes/logs/write_target.h"

#include <string>
#include <unordered_map>
#include <utility>

#include "fakes/logs/store.h"

namespace cloche::logs {

namespace {

// A test makes few streams; where it makes many, the cache begins anew.
constexpr std::size_t max_targets = 10'000;

struct WriteTargets {
  std::unordered_map<std::string, WriteTarget> streams;  // by region, group and stream
  std::unordered_map<std::string, std::shared_ptr<const GroupTarget>> groups;
};

std::shared_ptr<const GroupTarget> make_group_target(Store& store, std::string_view name) {
  auto group = store.find_group(name);
  if (!group) {
    group = LogGroup{.name = std::string(name), .created = store.account().clock().now()};
    group->id = store.add_group(*group);
  }
  GroupTarget target{group->id, group->name, group->retention};
  for (const Filter& filter : store.filters(group->id, FilterKind::metric)) {
    target.metric_filters.push_back(MetricFilter::of(filter));
  }
  for (const Filter& filter : store.filters(group->id, FilterKind::subscription)) {
    target.subscription_filters.push_back(SubscriptionFilter::of(filter));
  }
  return std::make_shared<const GroupTarget>(std::move(target));
}

}  // namespace

const WriteTarget& write_target(Account& account, std::string_view region, std::string_view group,
                                std::string_view stream) {
  WriteTargets& targets = account.cache<WriteTargets>();
  std::string key;
  key.reserve(region.size() + group.size() + stream.size() + 2);
  key.append(region).append(1, '\0').append(group);
  const std::size_t group_length = key.size();
  key.append(1, '\0').append(stream);
  if (const auto found = targets.streams.find(key); found != targets.streams.end()) return found->second;

  if (targets.streams.size() >= max_targets) targets = {};
  Store store(account, region);
  auto& group_target = targets.groups[key.substr(0, group_length)];
  if (!group_target) group_target = make_group_target(store, group);
  const auto found = store.find_stream(group_target->id, stream);
  const std::int64_t id =
      found ? found->id : store.add_stream(group_target->id, stream, account.clock().now());
  return targets.streams.emplace(std::move(key), WriteTarget{id, group_target}).first->second;
}

void forget_write_targets(Account& account) { account.cache<WriteTargets>() = {}; }

}  // namespace cloche::logs
