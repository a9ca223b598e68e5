#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/tags.h"

namespace cloche::logs {

Answer untag_log_group(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const LogGroup group = named_group(store, request);
  remove_tags(store, group.id, request.strings("tags"));
  return {};
}

}  // namespace cloche::logs
