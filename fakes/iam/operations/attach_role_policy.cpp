#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

namespace {
constexpr std::size_t policies_per_role = 10;
}  // namespace

Answer attach_role_policy(Call& call, const Structure& request) {
  const std::string& arn = request.string("PolicyArn");
  check_policy_arn(arn);
  RoleStore roles(call.account);
  const Role role = named_role(roles, request);
  // Which policies AWS has of its own is not known here: each is taken for one.
  if (!is_aws_policy(arn) && !PolicyStore(call.account).find(arn)) throw policy_not_attachable(arn);
  roles.attach(role.id, arn);
  if (roles.attachments(role.id).size() > policies_per_role) {
    throw quota_exceeded("PoliciesPerRole", static_cast<int>(policies_per_role));
  }
  return {};
}

}  // namespace cloche::iam
