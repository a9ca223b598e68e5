#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/owned_policies.h"

namespace cloche::iam {

Answer delete_group(Call& call, const Structure& request) {
  GroupStore groups(call.account);
  const Group group = named_group(groups, request);
  if (!groups.members(group.id, "", 1).empty()) throw delete_conflict("remove users from group");
  OwnedPolicies(call.account).check_none(group.id);
  groups.remove(group.id);
  return {};
}

}  // namespace cloche::iam
