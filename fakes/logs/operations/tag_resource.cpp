#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/tags.h"

namespace cloche::logs {

Answer tag_resource(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  put_tags(store, tagged_group(store, request).id, request.json("tags"));
  return {};
}

}  // namespace cloche::logs
