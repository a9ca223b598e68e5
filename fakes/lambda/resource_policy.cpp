#include "fakes/lambda/resource_policy.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "fakes/core/arn.h"
#include "fakes/lambda/errors.h"
#include "fakes/lambda/function_access.h"

namespace cloche::lambda {

namespace {

using Ordered = nlohmann::ordered_json;  // Lambda's order of members

bool is_account(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A service, an account, a user or role, or all. Whether a user or role exists is not looked at.
Ordered principal_of(const std::string& principal) {
  if (principal == "*") return "*";
  if (is_account(principal)) return {{"AWS", make_arn("iam", "", principal, "root")}};
  if (const auto arn = Arn::parse(principal); arn && (arn->service == "iam" || arn->service == "sts")) {
    return {{"AWS", principal}};
  }
  const bool is_service = principal.ends_with(".amazonaws.com") || principal.ends_with(".amazonaws.com.cn") ||
                          principal.ends_with(".amazon.com");
  if (!is_service)
    throw invalid_parameter("The provided principal was invalid. Please check the principal and try again.");
  return {{"Service", principal}};
}

Ordered conditions_of(const wire::Structure& request) {
  Ordered conditions = Ordered::object();
  const auto take = [&](const char* member, const char* condition, const char* key) {
    if (const std::string* value = request.find_string(member)) conditions[condition][key] = *value;
  };
  take("SourceAccount", "StringEquals", "AWS:SourceAccount");
  take("EventSourceToken", "StringEquals", "lambda:EventSourceToken");
  take("FunctionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType");
  take("PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID");
  if (const auto by_url = request.find_boolean("InvokedViaFunctionUrl")) {
    conditions["Bool"]["lambda:InvokedViaFunctionUrl"] = *by_url ? "true" : "false";
  }
  take("SourceArn", "ArnLike", "AWS:SourceArn");
  return conditions;
}

}  // namespace

std::string policy_statement(const wire::Structure& request, const std::string& resource) {
  Ordered statement{{"Sid", request.string("StatementId")},
                    {"Effect", "Allow"},
                    {"Principal", principal_of(request.string("Principal"))},
                    {"Action", request.string("Action")},
                    {"Resource", resource}};
  if (Ordered conditions = conditions_of(request); !conditions.empty())
    statement["Condition"] = std::move(conditions);
  return statement.dump();
}

std::string policy_document(Store& store, const FunctionKey& key) {
  const auto statements = store.policy_statements(key.name, key.qualifier);
  if (statements.empty()) return "";
  return fmt::format(R"({{"Version":"2012-10-17","Id":"default","Statement":[{}]}})",
                     fmt::join(statements, ","));
}

std::string policy_revision(Store& store, const FunctionKey& key) {
  if (const auto alias = store.find_alias(key.name, key.qualifier))
    return alias->configuration.at("RevisionId");
  return existing_version(store, key).shown.text("RevisionId");
}

std::string change_policy_revision(Store& store, const FunctionKey& key) {
  const std::string revision = store.account().ids().uuid();
  if (auto alias = store.find_alias(key.name, key.qualifier)) {
    alias->configuration["RevisionId"] = revision;
    store.save_alias(key.name, *alias);
  } else {
    StoredVersion version = existing_version(store, key);
    version.shown.configuration["RevisionId"] = revision;
    store.save_version(key.name, version);
  }
  return revision;
}

}  // namespace cloche::lambda
