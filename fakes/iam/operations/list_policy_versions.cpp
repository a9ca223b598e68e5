#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

Answer list_policy_versions(Call& call, const Structure& request) {
  PolicyStore policies(call.account);
  const ManagedPolicy policy = named_policy(policies, request);
  // Five at most, so the page is cut from all of them.
  const auto read = [&](const std::string& start, std::int64_t limit) {
    std::vector<PolicyVersion> versions = policies.versions(policy.arn);
    if (!start.empty()) {
      std::erase_if(versions,
                    [&](const PolicyVersion& version) { return version.number >= version_number(start); });
    }
    if (static_cast<std::int64_t>(versions.size()) > limit) versions.resize(static_cast<std::size_t>(limit));
    return versions;
  };
  return page(
      request, "Versions", read, [](const PolicyVersion& version) { return version_id(version.number); },
      [&](const PolicyVersion& version) { return policy_version_document(policy, version); });
}

}  // namespace cloche::iam
