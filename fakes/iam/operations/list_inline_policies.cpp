#include <nlohmann/json.hpp>

#include "fakes/iam/operations/operations.h"
#include "fakes/iam/owned_policies.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

Answer list_inline_policies(Call& call, const Structure& request) {
  const PolicyOwner owner = named_owner(call.account, request);
  OwnedPolicies policies(call.account);
  const auto name = [](const InlinePolicy& policy) { return policy.name; };
  return page(
      request, "PolicyNames",
      [&](const std::string& start, std::int64_t limit) {
        return policies.inline_policies(owner.id, start, limit);
      },
      name, name);
}

}  // namespace cloche::iam
