#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

// Assumed: that a user who is not in the group is no error.
Answer remove_user_from_group(Call& call, const Structure& request) {
  check_name("userName", request.string("UserName"));
  GroupStore groups(call.account);
  const Group group = named_group(groups, request);
  Store store(call.account);
  groups.remove_member(group.id, existing_user(store, request.string("UserName")).id);
  return {};
}

}  // namespace cloche::iam
