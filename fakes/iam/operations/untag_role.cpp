#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer untag_role(Call& call, const Structure& request) {
  RoleStore roles(call.account);
  Store store(call.account);
  const Role role = named_role(roles, request);
  for (const std::string& key : request.strings("TagKeys")) store.remove_tag(role.id, key);
  return {};
}

}  // namespace cloche::iam
