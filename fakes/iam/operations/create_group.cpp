#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

namespace {
constexpr int groups_per_account = 300;
}  // namespace

Answer create_group(Call& call, const Structure& request) {
  const std::string& name = request.string("GroupName");
  const std::string path = request.string_or("Path", "/");
  check_name("groupName", name);
  check_path("path", path);
  GroupStore groups(call.account);
  if (groups.name_is_taken(name)) throw group_exists(name);
  if (groups.count() >= groups_per_account) throw quota_exceeded("GroupsPerAccount", groups_per_account);
  const Group group{unique_id(call.account.ids(), "AGPA"), name, path,
                    std::chrono::floor<std::chrono::seconds>(call.account.clock().now())};
  groups.add(group);
  return Json{{"Group", group_document(groups, group)}};
}

}  // namespace cloche::iam
