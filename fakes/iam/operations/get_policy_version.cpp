#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/operations/operations.h"

namespace cloche::iam {

Answer get_policy_version(Call& call, const Structure& request) {
  PolicyStore policies(call.account);
  const ManagedPolicy policy = named_policy(policies, request);
  const PolicyVersion version = named_version(policies, policy, request);
  Json document = policy_version_document(policy, version);
  document["Document"] = encoded_policy(version.document);
  return Json{{"PolicyVersion", std::move(document)}};
}

}  // namespace cloche::iam
