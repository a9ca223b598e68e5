#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer detach_role_policy(Call& call, const Structure& request) {
  const std::string& arn = request.string("PolicyArn");
  check_policy_arn(arn);
  RoleStore roles(call.account);
  const Role role = named_role(roles, request);
  if (!roles.detach(role.id, arn)) throw policy_not_found(arn);
  return {};
}

}  // namespace cloche::iam
