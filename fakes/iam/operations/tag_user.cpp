#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer tag_user(Call& call, const Structure& request) {
  check_name("userName", request.string("UserName"));
  Store store(call.account);
  put_tags(store, existing_user(store, request.string("UserName")).id, request, "TagsPerUser");
  return {};
}

}  // namespace cloche::iam
