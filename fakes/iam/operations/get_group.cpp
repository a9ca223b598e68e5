#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

Answer get_group(Call& call, const Structure& request) {
  GroupStore groups(call.account);
  const Group group = named_group(groups, request);
  const Store store(call.account);
  Json answer = page(
      request, "Users",
      [&](const std::string& start, std::int64_t limit) { return groups.members(group.id, start, limit); },
      [](const User& user) { return user.name; },
      [&](const User& user) { return user_document(store, user); });
  answer["Group"] = group_document(groups, group);
  return answer;
}

}  // namespace cloche::iam
