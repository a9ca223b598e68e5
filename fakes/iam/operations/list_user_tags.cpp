#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer list_user_tags(Call& call, const Structure& request) {
  check_name("userName", request.string("UserName"));
  Store store(call.account);
  return tag_page(store, existing_user(store, request.string("UserName")).id, request);
}

}  // namespace cloche::iam
