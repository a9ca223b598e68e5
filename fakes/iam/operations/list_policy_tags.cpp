#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer list_policy_tags(Call& call, const Structure& request) {
  PolicyStore policies(call.account);
  Store store(call.account);
  return tag_page(store, named_policy(policies, request).id, request);
}

}  // namespace cloche::iam
