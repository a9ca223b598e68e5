#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/owned_policies.h"

namespace cloche::iam {

namespace {
constexpr std::size_t policies_per_owner = 10;
}  // namespace

Answer attach_policy(Call& call, const Structure& request) {
  const std::string& arn = request.string("PolicyArn");
  check_policy_arn(arn);
  const PolicyOwner owner = named_owner(call.account, request);
  // Which policies AWS has of its own is not known here: each is taken for one.
  if (!is_aws_policy(arn) && !PolicyStore(call.account).find(arn)) throw policy_not_attachable(arn);
  OwnedPolicies policies(call.account);
  policies.attach(owner.id, arn);
  if (policies.attachments(owner.id).size() > policies_per_owner) {
    throw quota_exceeded(owner.attachments_quota, static_cast<int>(policies_per_owner));
  }
  return {};
}

}  // namespace cloche::iam
