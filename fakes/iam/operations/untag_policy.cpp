#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer untag_policy(Call& call, const Structure& request) {
  PolicyStore policies(call.account);
  Store store(call.account);
  const ManagedPolicy policy = named_policy_to_change(call, policies, request);
  for (const std::string& key : request.strings("TagKeys")) store.remove_tag(policy.id, key);
  return {};
}

}  // namespace cloche::iam
