#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer tag_role(Call& call, const Structure& request) {
  RoleStore roles(call.account);
  Store store(call.account);
  put_tags(store, named_role(roles, request).id, request, "TagsPerRole");
  return {};
}

}  // namespace cloche::iam
