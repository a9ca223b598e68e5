#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/tags.h"

namespace cloche::logs {

Answer untag_resource(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const LogGroup group = tagged_group(store, request);
  remove_tags(store, group.id, request.strings("tagKeys"));
  return {};
}

}  // namespace cloche::logs
