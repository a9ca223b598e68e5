#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/tags.h"

namespace cloche::logs {

Answer list_tags_log_group(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  return tags_document(store, named_group(store, request).id);
}

}  // namespace cloche::logs
