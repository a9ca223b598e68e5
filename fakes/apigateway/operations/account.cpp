// GetAccount, UpdateAccount: what holds for all APIs of the account in a region.
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/apigateway/errors.h"
#include "fakes/apigateway/operations/operations.h"
#include "fakes/apigateway/patch.h"
#include "fakes/apigateway/store.h"
#include "fakes/core/arn.h"

namespace cloche::apigateway {

namespace {

// An empty value takes the role away. Whether the role is there, and lets API Gateway write logs, is not
// asked.
void patch_role(Json& document, const PatchStep& step) {
  const auto arn = Arn::parse(step.value);
  const bool is_role = arn && arn->service == "iam" && arn->resource.starts_with("role/");
  if (step.op != "remove" && !step.value.empty() && !is_role)
    throw bad_request("Invalid ARN specified in the request");  // assumed: the words for a role
  patch_text(document, step);
}

constexpr std::array account_rules{
    PatchRule{"/cloudwatchRoleArn", "add remove replace", &patch_role},
    PatchRule{"/features/{feature}", "add remove", &patch_list},
};

Json account_document(Store& store) {
  // The quotas of a new account.
  Json document{{"throttleSettings", {{"burstLimit", 5000}, {"rateLimit", 10000.0}}},
                {"features", {"UsagePlans"}},
                {"apiKeyVersion", "4"}};
  document.update(store.settings());
  return document;
}

}  // namespace

Answer get_account(Call& call, const Structure&) {
  Store store(call.account, call.region);
  return account_document(store);
}

Answer update_account(Call& call, const Structure& request) {
  Store store(call.account, call.region);
  Json document = account_document(store);
  apply_patch(call, document, request, account_rules);
  if (!document.value("cloudwatchRoleArn", "").empty())
    call.report_unsupported("cloudwatchRoleArn is stored, and no execution log is written");
  store.save_settings(document);
  return account_document(store);
}

}  // namespace cloche::apigateway
