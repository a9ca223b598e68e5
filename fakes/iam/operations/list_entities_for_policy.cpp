#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

namespace {

struct Entity {
  std::string key;   // of the order: users, groups, roles, and by name
  std::string list;  // "PolicyUsers"
  Json document;
};

}  // namespace

Answer list_entities_for_policy(Call& call, const Structure& request) {
  const std::string& arn = request.string("PolicyArn");
  if (!is_aws_policy(arn)) {
    PolicyStore policies(call.account);
    named_policy(policies, request);
  }
  const std::string prefix = request.string_or("PathPrefix", "/");
  const std::string kind = request.string_or("EntityFilter", "");
  const bool as_boundary = request.string_or("PolicyUsageFilter", "") == "PermissionsBoundary";
  std::vector<Entity> entities;
  const auto add = [&](std::string_view of_kind, char order, const std::string& path, const std::string& name,
                       const std::string& id) {
    if (as_boundary || (!kind.empty() && kind != of_kind) || !path.starts_with(prefix)) return;
    entities.push_back({order + name,
                        fmt::format("Policy{}s", of_kind),
                        {{fmt::format("{}Name", of_kind), name}, {fmt::format("{}Id", of_kind), id}}});
  };
  for (const User& user : Store(call.account).users_with(arn))
    add("User", '1', user.path, user.name, user.id);
  for (const Group& group : GroupStore(call.account).groups_with(arn))
    add("Group", '2', group.path, group.name, group.id);
  for (const Role& role : RoleStore(call.account).roles_with(arn))
    add("Role", '3', role.path, role.name, role.id);

  Json found = page(
      request, "Entities",
      [&](const std::string& start, std::int64_t limit) {
        std::erase_if(entities, [&](const Entity& entity) { return entity.key <= start; });
        if (static_cast<std::int64_t>(entities.size()) > limit)
          entities.resize(static_cast<std::size_t>(limit));
        return entities;
      },
      [](const Entity& entity) { return entity.key; },
      [](const Entity& entity) {
        return Json{{"List", entity.list}, {"Document", entity.document}};
      });
  Json answer{
      {"PolicyGroups", Json::array()}, {"PolicyUsers", Json::array()}, {"PolicyRoles", Json::array()}};
  for (const Json& entity : found["Entities"]) {
    answer[entity["List"].get_ref<const std::string&>()].push_back(entity["Document"]);
  }
  found.erase("Entities");
  answer.update(found);
  return answer;
}

}  // namespace cloche::iam
