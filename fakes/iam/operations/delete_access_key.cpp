#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer delete_access_key(Call& call, const Structure& request) {
  Store store(call.account);
  store.remove_access_key(own_access_key(call, request, store).id);
  return {};
}

}  // namespace cloche::iam
