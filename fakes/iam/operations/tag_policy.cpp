#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer tag_policy(Call& call, const Structure& request) {
  PolicyStore policies(call.account);
  Store store(call.account);
  put_tags(store, named_policy_to_change(call, policies, request).id, request, "TagsPerPolicy");
  return {};
}

}  // namespace cloche::iam
