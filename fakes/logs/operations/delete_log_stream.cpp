#include "fakes/logs/errors.h"
#include "fakes/logs/group_reference.h"
#include "fakes/logs/operations/operations.h"

namespace cloche::logs {

Answer delete_log_stream(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  const LogGroup group = named_group(store, request);
  const auto stream = store.find_stream(group.id, request.string("logStreamName"));
  if (!stream) throw stream_not_found();
  store.remove_stream(stream->id);
  return {};
}

}  // namespace cloche::logs
