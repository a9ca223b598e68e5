#include <nlohmann/json.hpp>

#include "fakes/iam/documents.h"
#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/policy_syntax.h"

namespace cloche::iam {

namespace {
constexpr int policies_per_account = 1500;
}  // namespace

Answer create_policy(Call& call, const Structure& request) {
  const std::string& name = request.string("PolicyName");
  const std::string path = request.string_or("Path", "/");
  const std::string& document = request.string("PolicyDocument");
  check_name("policyName", name);
  check_path("path", path);
  check_managed_policy(document);

  PolicyStore policies(call.account);
  if (policies.name_is_taken(name)) throw policy_exists(name);
  if (policies.count() >= policies_per_account)
    throw quota_exceeded("PoliciesPerAccount", policies_per_account);
  ManagedPolicy policy;
  policy.arn = policies.arn_of(path, name);
  policy.id = unique_id(call.account.ids(), "ANPA");
  policy.name = name;
  policy.path = path;
  if (const std::string* description = request.find_string("Description")) policy.description = *description;
  policy.created = std::chrono::floor<std::chrono::seconds>(call.account.clock().now());
  policy.updated = policy.created;
  policies.add(policy);
  policies.add_version(policy.arn, {policy.default_version, document, policy.created});
  Store store(call.account);
  put_tags(store, policy.id, request, "TagsPerPolicy");

  Json answer = managed_policy_document(policy);
  if (request.has("Tags")) answer["Tags"] = request.json("Tags");
  return Json{{"Policy", std::move(answer)}};
}

}  // namespace cloche::iam
