#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer get_access_key_last_used(Call& call, const Structure& request) {
  Store store(call.account);
  const auto key = store.find_access_key(request.string("AccessKeyId"));
  if (!key)
    throw access_key_not_found(request.string("AccessKeyId"));  // assumed: AWS's documentation names no error

  // The API reference: "N/A" and no date for a key that was never used.
  Json last_used{{"ServiceName", "N/A"}, {"Region", "N/A"}};
  if (key->last_used) {
    last_used = {{"LastUsedDate", to_millis(*key->last_used)},
                 {"ServiceName", key->last_service},
                 {"Region", key->last_region}};
  }
  Json answer{{"AccessKeyLastUsed", std::move(last_used)}};
  if (const auto user = store.find_user_by_id(key->user_id)) answer["UserName"] = user->name;
  return answer;
}

}  // namespace cloche::iam
