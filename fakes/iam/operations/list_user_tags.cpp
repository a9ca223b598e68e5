#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

Answer list_user_tags(Call& call, const Structure& request) {
  check_name("userName", request.string("UserName"));
  Store store(call.account);
  const User user = existing_user(store, request.string("UserName"));
  return page(
      request, "Tags",
      [&](const std::string& start, std::int64_t limit) { return store.tags(user.id, start, limit); },
      [](const Tag& tag) { return tag.first; }, &tag_document);
}

}  // namespace cloche::iam
