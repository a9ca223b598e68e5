#include "fakes/logs/errors.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/store.h"

namespace cloche::logs {

Answer create_log_group(Call& call, const Structure& request) {
  const std::string& name = request.string("logGroupName");
  Store store(call.account, call.region);
  if (store.find_group(name)) throw group_exists();
  store.add_group({.name = name, .created = call.account.clock().now()});
  return {};
}

}  // namespace cloche::logs
