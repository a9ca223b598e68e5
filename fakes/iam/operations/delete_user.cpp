#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/owned_policies.h"

namespace cloche::iam {

Answer delete_user(Call& call, const Structure& request) {
  check_name("userName", request.string("UserName"));
  Store store(call.account);
  const User user = existing_user(store, request.string("UserName"));
  if (!store.access_keys(user.id).empty()) throw delete_conflict("delete access keys");
  if (!GroupStore(call.account).groups_of(user.id, "", 1).empty())
    throw delete_conflict("remove users from group");
  OwnedPolicies(call.account).check_none(user.id);
  store.remove_user(user.id);
  return {};
}

}  // namespace cloche::iam
