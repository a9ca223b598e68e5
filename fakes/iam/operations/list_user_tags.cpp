#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer list_user_tags(Call& call, const Structure& request) {
  Store store(call.account);
  return tag_page(store, named_user(store, request).id, request);
}

}  // namespace cloche::iam
