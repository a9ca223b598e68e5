#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/tags.h"

namespace cloche::logs {

Answer list_tags_for_resource(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  return tags_document(store, tagged_group(store, request).id);
}

}  // namespace cloche::logs
