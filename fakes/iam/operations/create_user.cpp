#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

namespace {
constexpr int users_per_account = 5000;
}  // namespace

Answer create_user(Call& call, const Structure& request) {
  const std::string& name = request.string("UserName");
  const std::string path = request.string_or("Path", "/");
  check_name("userName", name);
  check_path("path", path);
  if (request.has("PermissionsBoundary")) throw not_emulated("CreateUser with a PermissionsBoundary");

  Store store(call.account);
  if (store.name_is_taken(name)) throw user_exists(name);
  if (store.user_count() >= users_per_account) throw quota_exceeded("UsersPerAccount", users_per_account);
  const User user{unique_id(call.account.ids(), "AIDA"), name, path,
                  std::chrono::floor<std::chrono::seconds>(call.account.clock().now())};
  store.add_user(user);
  put_tags(store, user.id, request, "TagsPerUser");

  Json document = user_document(store, user);
  if (request.has("Tags")) document["Tags"] = request.json("Tags");
  return Json{{"User", std::move(document)}};
}

}  // namespace cloche::iam
