#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"

namespace cloche::logs {

Answer untag_resource(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const LogGroup group = tagged_group(store, request);
  for (const std::string& key : request.strings("tagKeys")) store.remove_tag(group.id, key);
  return {};
}

}  // namespace cloche::logs
