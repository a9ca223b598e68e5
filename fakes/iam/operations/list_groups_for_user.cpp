#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

Answer list_groups_for_user(Call& call, const Structure& request) {
  Store store(call.account);
  const User user = named_user(store, request);
  GroupStore groups(call.account);
  return page(
      request, "Groups",
      [&](const std::string& start, std::int64_t limit) { return groups.groups_of(user.id, start, limit); },
      [](const Group& group) { return group.name; },
      [&](const Group& group) { return group_document(groups, group); });
}

}  // namespace cloche::iam
