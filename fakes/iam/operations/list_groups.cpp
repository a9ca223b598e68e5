#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

Answer list_groups(Call& call, const Structure& request) {
  const std::string prefix = request.string_or("PathPrefix", "/");
  check_path_prefix(prefix);
  GroupStore groups(call.account);
  return page(
      request, "Groups",
      [&](const std::string& start, std::int64_t limit) { return groups.groups(prefix, start, limit); },
      [](const Group& group) { return group.name; },
      [&](const Group& group) { return group_document(groups, group); });
}

}  // namespace cloche::iam
