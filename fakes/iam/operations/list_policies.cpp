#include <nlohmann/json.hpp>

#include "fakes/core/api_error.h"
#include "fakes/iam/documents.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

Answer list_policies(Call& call, const Structure& request) {
  const std::string prefix = request.string_or("PathPrefix", "/");
  check_path_prefix(prefix);
  const std::string scope = request.string_or("Scope", "All");
  const bool only_attached = request.boolean_or("OnlyAttached", false);
  if (scope == "AWS") throw not_emulated("The list of AWS's own policies");
  if (scope != "Local") call.report_unsupported("ListPolicies: AWS's own policies are not listed");
  // A policy that is used as a permissions boundary is not emulated, so there is none.
  const bool none = request.string_or("PolicyUsageFilter", "") == "PermissionsBoundary";
  PolicyStore policies(call.account);
  return page(
      request, "Policies",
      [&](const std::string& start, std::int64_t limit) {
        return none ? std::vector<ManagedPolicy>() : policies.policies(prefix, only_attached, start, limit);
      },
      [](const ManagedPolicy& policy) { return policy.name; }, &managed_policy_document);
}

}  // namespace cloche::iam
