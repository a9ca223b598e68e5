#include "emulator/deploy/deletion_policy.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "emulator/deploy/json_pointer.h"

namespace cloche::deploy {

namespace {

constexpr std::string_view with_snapshots[] = {
    "AWS::DocDB::DBCluster",          "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",        "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",           "AWS::Redshift::Cluster",
};

}  // namespace

std::string PolicyAttribute::pointer() const { return "/Resources/" + pointer_step(logical_id) + "/" + name; }

void PolicyAttribute::check(const Json& policy) const {
  const bool is_deletion = name == "DeletionPolicy";
  std::vector<std::string> known{"Delete", "Retain", "Snapshot"};
  if (is_deletion) known.emplace_back("RetainExceptOnCreate");
  if (std::ranges::none_of(known, [&](const std::string& one) { return policy == one; })) {
    throw source.error(
        pointer(),
        fmt::format("Template format error: Unrecognized {} {} for resource {}", name,
                    policy.is_string() ? policy.get<std::string>() : policy.dump(), logical_id),
        fmt::format("one of {}", fmt::join(known, ", ")));
  }
  if (policy != "Snapshot" || std::ranges::find(with_snapshots, type) != std::end(with_snapshots)) return;
  // Assumed: the words for UpdateReplacePolicy.
  throw source.error(pointer(),
                     fmt::format("Template error: resource type {} does not support {} policy Snapshot", type,
                                 is_deletion ? "deletion" : "update replace"));
}

}  // namespace cloche::deploy
