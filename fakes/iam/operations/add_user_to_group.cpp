#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

namespace {
constexpr std::int64_t groups_per_user = 10;
}  // namespace

Answer add_user_to_group(Call& call, const Structure& request) {
  check_name("userName", request.string("UserName"));
  GroupStore groups(call.account);
  const Group group = named_group(groups, request);
  Store store(call.account);
  const User user = existing_user(store, request.string("UserName"));
  groups.add_member(group.id, user.id);
  if (std::ssize(groups.groups_of(user.id, "", groups_per_user + 1)) > groups_per_user) {
    throw quota_exceeded("GroupsPerUser", static_cast<int>(groups_per_user));
  }
  return {};
}

}  // namespace cloche::iam
