#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer list_role_tags(Call& call, const Structure& request) {
  RoleStore roles(call.account);
  Store store(call.account);
  return tag_page(store, named_role(roles, request).id, request);
}

}  // namespace cloche::iam
