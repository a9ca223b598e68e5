#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

Answer list_users(Call& call, const Structure& request) {
  const std::string prefix = request.string_or("PathPrefix", "/");
  check_path_prefix(prefix);
  Store store(call.account);
  return page(
      request, "Users",
      [&](const std::string& start, std::int64_t limit) { return store.users(prefix, start, limit); },
      [](const User& user) { return user.name; },
      [&](const User& user) { return user_document(store, user); });
}

}  // namespace cloche::iam
