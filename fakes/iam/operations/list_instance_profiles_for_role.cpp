#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

// Who deletes a role asks first (Terraform always does). There are no instance profiles here that a role
// could be in: to make one is "not emulated".
Answer list_instance_profiles_for_role(Call& call, const Structure& request) {
  RoleStore roles(call.account);
  named_role(roles, request);
  return Json{{"InstanceProfiles", Json::array()}, {"IsTruncated", false}};
}

}  // namespace cloche::iam
