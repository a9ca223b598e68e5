#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/wire/http_message.h"

namespace cloche::iam {

Answer update_user(Call& call, const Structure& request) {
  const std::string* const new_name = request.find_string("NewUserName");
  const std::string* const new_path = request.find_string("NewPath");
  check_name("userName", request.string("UserName"));
  if (new_name != nullptr) check_name("newUserName", *new_name);
  if (new_path != nullptr) check_path("newPath", *new_path);

  Store store(call.account);
  User user = existing_user(store, request.string("UserName"));
  if (new_name != nullptr) {
    // A name may change its case only.
    if (!wire::equal_ignoring_case(*new_name, user.name) && store.name_is_taken(*new_name))
      throw user_exists(*new_name);
    user.name = *new_name;
  }
  if (new_path != nullptr) user.path = *new_path;
  store.update_user(user);
  return {};
}

}  // namespace cloche::iam
