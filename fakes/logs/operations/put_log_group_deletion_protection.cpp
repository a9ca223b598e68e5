#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"

namespace cloche::logs {

Answer put_log_group_deletion_protection(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const LogGroup group = group_of_identifier(store, request.string("logGroupIdentifier"));
  store.set_deletion_protection(group.id, request.boolean("deletionProtectionEnabled"));
  return {};
}

}  // namespace cloche::logs
