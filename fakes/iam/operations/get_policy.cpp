#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer get_policy(Call& call, const Structure& request) {
  PolicyStore policies(call.account);
  const ManagedPolicy policy = named_policy(policies, request);
  Json document = managed_policy_document(policy);
  if (policy.description) document["Description"] = *policy.description;
  Store store(call.account);
  document["Tags"] = tag_documents(store, policy.id);
  return Json{{"Policy", std::move(document)}};
}

}  // namespace cloche::iam
