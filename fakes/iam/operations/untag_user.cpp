#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer untag_user(Call& call, const Structure& request) {
  check_name("userName", request.string("UserName"));
  Store store(call.account);
  const User user = existing_user(store, request.string("UserName"));
  for (const std::string& key : request.strings("TagKeys")) store.remove_tag(user.id, key);
  return {};
}

}  // namespace cloche::iam
