#include <algorithm>

#include "fakes/logs/operations/operations.h"
#include "fakes/logs/paging.h"
#include "fakes/logs/store.h"

namespace cloche::logs {

Answer describe_resource_policies(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  return page(
      request, "resourcePolicies",
      // There are ten at most.
      [&](const std::string& start, std::int64_t) {
        auto policies = store.resource_policies();
        std::erase_if(policies, [&](const ResourcePolicy& policy) { return policy.name <= start; });
        return policies;
      },
      [](const ResourcePolicy& policy) { return policy.name; },
      [](const ResourcePolicy& policy) {
        return Json{{"policyName", policy.name},
                    {"policyDocument", policy.document},
                    {"lastUpdatedTime", to_millis(policy.updated)}};
      });
}

}  // namespace cloche::logs
