#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer get_role(Call& call, const Structure& request) {
  RoleStore roles(call.account);
  const Role role = named_role(roles, request);
  Json document = role_document(roles, role);
  document["RoleLastUsed"] = Json::object();  // its use is not tracked, which AWS does with a delay of hours
  Store store(call.account);
  Json tags = tag_documents(store, role.id);
  if (!tags.empty()) document["Tags"] = std::move(tags);
  return Json{{"Role", std::move(document)}};
}

}  // namespace cloche::iam
