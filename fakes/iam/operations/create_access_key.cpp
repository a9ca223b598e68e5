#include <nlohmann/json.hpp>

#include "fakes/iam/access_key_id.h"
#include "fakes/iam/credentials.h"
#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

namespace {
constexpr std::size_t access_keys_per_user = 2;
}

Answer create_access_key(Call& call, const Structure& request) {
  Store store(call.account);
  const User user = named_or_calling_user(call, request, store);
  if (store.access_keys(user.id).size() >= access_keys_per_user) {
    throw quota_exceeded("AccessKeysPerUser", static_cast<int>(access_keys_per_user));
  }
  AccessKey key;
  key.id = new_access_key_id(call.account.ids(), long_term_key, call.account.number());
  key.user_id = user.id;
  key.secret = new_secret(call.account.ids());
  key.created = std::chrono::floor<std::chrono::seconds>(call.account.clock().now());
  store.add_access_key(key);

  Json document = access_key_document(user, key);
  document["SecretAccessKey"] = key.secret;
  return Json{{"AccessKey", std::move(document)}};
}

}  // namespace cloche::iam
