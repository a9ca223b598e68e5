#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/policy_syntax.h"

namespace cloche::iam {

namespace {
constexpr std::size_t versions_per_policy = 5;
}  // namespace

Answer create_policy_version(Call& call, const Structure& request) {
  PolicyStore policies(call.account);
  ManagedPolicy policy = named_policy_to_change(call, policies, request);
  const std::string& document = request.string("PolicyDocument");
  check_managed_policy(document);
  if (policies.versions(policy.arn).size() >= versions_per_policy) {
    throw limit_exceeded(fmt::format(
        "A managed policy can have up to {} versions. Before you create a new version, you must delete an "
        "existing version.",
        versions_per_policy));
  }
  const PolicyVersion version{++policy.last_version, document,
                              std::chrono::floor<std::chrono::seconds>(call.account.clock().now())};
  policies.add_version(policy.arn, version);
  if (request.boolean_or("SetAsDefault", false)) policy.default_version = version.number;
  policy.updated = version.created;
  policies.update(policy);
  return Json{{"PolicyVersion", policy_version_document(policy, version)}};
}

}  // namespace cloche::iam
