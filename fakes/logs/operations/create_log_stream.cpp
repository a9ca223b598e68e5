#include "fakes/logs/errors.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"

namespace cloche::logs {

Answer create_log_stream(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const LogGroup group = named_group(store, request);
  const std::string& name = request.string("logStreamName");
  if (store.find_stream(group.id, name)) throw stream_exists();
  store.add_stream(group.id, name, call.account.clock().now());
  return {};
}

}  // namespace cloche::logs
