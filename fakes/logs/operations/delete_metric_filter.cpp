#include "fakes/logs/errors.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"

namespace cloche::logs {

Answer delete_metric_filter(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const LogGroup group = named_group(store, request);
  if (!store.remove_filter(group.id, FilterKind::metric, request.string("filterName"))) {
    throw ApiError("ResourceNotFoundException", "The specified metric filter does not exist.");
  }
  return {};
}

}  // namespace cloche::logs
