#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"

namespace cloche::logs {

Answer untag_log_group(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const LogGroup group = named_group(store, request);
  for (const std::string& key : request.strings("tags")) store.remove_tag(group.id, key);
  return {};
}

}  // namespace cloche::logs
