#include <nlohmann/json.hpp>

#include "fakes/iam/names.h"
#include "fakes/iam/operations/operations.h"
#include "fakes/iam/owned_policies.h"
#include "fakes/iam/paging.h"

namespace cloche::iam {

namespace {
/// "/service-role/" of "arn:aws:iam::aws:policy/service-role/Name".
std::string_view path_of(std::string_view policy_arn) {
  const auto start = policy_arn.find('/');
  return policy_arn.substr(start, policy_arn.rfind('/') + 1 - start);
}
}  // namespace

Answer list_attached_policies(Call& call, const Structure& request) {
  const std::string prefix = request.string_or("PathPrefix", "/");
  check_path_prefix(prefix);
  const PolicyOwner owner = named_owner(call.account, request);
  OwnedPolicies policies(call.account);
  // Ten at most, so the page is cut from all of them.
  const auto read = [&](const std::string& start, std::int64_t limit) {
    std::vector<std::string> arns = policies.attachments(owner.id);
    std::erase_if(arns,
                  [&](const std::string& arn) { return !path_of(arn).starts_with(prefix) || arn <= start; });
    if (static_cast<std::int64_t>(arns.size()) > limit) arns.resize(static_cast<std::size_t>(limit));
    return arns;
  };
  return page(
      request, "AttachedPolicies", read, [](const std::string& arn) { return arn; },
      [](const std::string& arn) {
        return Json{{"PolicyName", arn.substr(arn.rfind('/') + 1)}, {"PolicyArn", arn}};
      });
}

}  // namespace cloche::iam
