#include <algorithm>

#include "fakes/logs/errors.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/store.h"

namespace cloche::logs {

namespace {

constexpr std::size_t max_policies = 10;  // of a region

void check_document(const std::string& document) {
  try {
    if (parse_json(document).is_object()) return;
  } catch (const JsonSyntaxError&) {
  }
  throw invalid_parameter("Invalid policy document");  // assumed: the words
}

}  // namespace

Answer put_resource_policy(Call& call, const Structure& request) {
  // The model requires neither; without them there is no policy (assumed: the words).
  if (!request.has("policyName") || !request.has("policyDocument")) {
    throw invalid_parameter("Policy name and policy document must be specified.");
  }
  const ResourcePolicy policy{request.string("policyName"), request.string("policyDocument"),
                              call.account.clock().now()};
  check_document(policy.document);
  Store store(call.account, call.region);
  const auto policies = store.resource_policies();
  const bool is_new = std::ranges::find(policies, policy.name, &ResourcePolicy::name) == policies.end();
  if (is_new && policies.size() >= max_policies) throw limit_exceeded();
  store.put_resource_policy(policy);
  call.report_unsupported("policyDocument: resource policies are not enforced");
  return Json{{"resourcePolicy",
               {{"policyName", policy.name},
                {"policyDocument", policy.document},
                {"lastUpdatedTime", to_millis(policy.updated)}}}};
}

}  // namespace cloche::logs
