#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"

namespace cloche::logs {

Answer delete_retention_policy(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  store.set_retention(named_group(store, request).id, std::nullopt);
  return {};
}

}  // namespace cloche::logs
