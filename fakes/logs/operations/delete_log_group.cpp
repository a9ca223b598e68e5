#include "fakes/logs/errors.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"

namespace cloche::logs {

Answer delete_log_group(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const LogGroup group = named_group(store, request);
  if (group.deletion_protected) {
    // Assumed: the error and its words.
    throw ApiError("ValidationException",
                   "The log group can't be deleted because deletion protection is enabled.", 400);
  }
  store.remove_group(group.id);
  return {};
}

}  // namespace cloche::logs
