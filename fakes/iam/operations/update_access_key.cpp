#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer update_access_key(Call& call, const Structure& request) {
  Store store(call.account);
  const AccessKey key = own_access_key(call, request, store);
  store.set_active(key.id, request.string("Status") == "Active");
  return {};
}

}  // namespace cloche::iam
