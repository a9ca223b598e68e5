#include "fakes/logs/errors.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/store.h"

namespace cloche::logs {

Answer delete_resource_policy(Call& call, const Structure& request) {
  const std::string name = request.string_or("policyName", "");
  if (!Store(call.account, call.region).remove_resource_policy(name)) {
    // Assumed: the words.
    throw ApiError("ResourceNotFoundException", "Policy with name [" + name + "] does not exist");
  }
  return {};
}

}  // namespace cloche::logs
