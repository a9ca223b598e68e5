#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer get_user(Call& call, const Structure& request) {
  Store store(call.account);
  const User user = named_or_calling_user(call, request, store);
  Json document = user_document(store, user);
  Json tags = tag_documents(store, user.id);
  if (!tags.empty()) document["Tags"] = std::move(tags);
  return Json{{"User", std::move(document)}};
}

}  // namespace cloche::iam
