#include "emulator/deploy/sam/resource_policy.h"

#include <algorithm>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

Json statement(const char* effect, const Json& principal, const Json& resources) {
  return {{"Effect", effect},
          {"Action", "execute-api:Invoke"},
          {"Resource", resources},
          {"Principal", principal}};
}

/// The statements that there are, as a list.
Json& statement_list(Json& document) {
  Json& statements = document["Statement"];
  if (!statements.is_array()) statements = Json::array({statements});
  return statements;
}

void add_account_statement(Json& document, const Json& accounts, const char* effect, const Json& resources) {
  if (!truthy(accounts)) return;
  if (!accounts.is_structured()) {
    refuse_document("Type of '" + shown(accounts) + "' must be a list or dictionary");
  }
  document["Version"] = "2012-10-17";
  Json made = statement(effect, {{"AWS", as_list(accounts)}}, resources);
  if (member(document, "Statement").is_null()) {
    document["Statement"] = std::move(made);
  } else {
    statement_list(document).push_back(std::move(made));
  }
}

/// All may call, but not where `condition` holds.
void add_exception(Json& document, const Json& condition, const Json& resources) {
  document["Version"] = "2012-10-17";
  Json deny = statement("Deny", "*", resources);
  deny["Condition"] = condition;
  const Json made = Json::array({statement("Allow", "*", resources), std::move(deny)});
  if (member(document, "Statement").is_null()) {
    document["Statement"] = made;
  } else {
    add_policy_statements(document, made);
  }
}

void add_address_exception(Json& document, const Json& ranges, const char* comparison,
                           const Json& resources) {
  if (!truthy(ranges)) return;
  add_exception(document, {{comparison, {{"aws:SourceIp", as_list(ranges)}}}}, resources);
}

void add_network_exception(Json& document, const Json& policy, const std::string& list,
                           const char* comparison, const Json& resources) {
  Json networks = Json::array();
  Json endpoints = Json::array();
  const Json& named = member(policy, "SourceVpc" + list);
  if (!named.is_null()) {
    const bool resolved = named.is_array() && std::ranges::all_of(named, is_string);
    if (!resolved) {
      refuse_document("SourceVpc" + list + " must be a list of strings. Use IntrinsicVpc" + list +
                      " instead for values that use Intrinsic Functions");
    }
    for (const Json& name : named) {
      if (text_of(name).starts_with("vpce-")) endpoints.push_back(name);
      if (text_of(name).starts_with("vpc-")) networks.push_back(name);
    }
  }
  for (const Json& name : member(policy, "IntrinsicVpc" + list)) networks.push_back(name);
  for (const Json& name : member(policy, "IntrinsicVpce" + list)) endpoints.push_back(name);
  Json condition = Json::object();
  if (!networks.empty()) condition["aws:SourceVpc"] = std::move(networks);
  if (!endpoints.empty()) condition["aws:SourceVpce"] = std::move(endpoints);
  if (!condition.empty()) add_exception(document, {{comparison, std::move(condition)}}, resources);
}

}  // namespace

void extend_resource_policy(Json& document, const Json& policy, const Json& resources) {
  add_account_statement(document, member(policy, "AwsAccountWhitelist"), "Allow", resources);
  add_account_statement(document, member(policy, "AwsAccountBlacklist"), "Deny", resources);
  add_address_exception(document, member(policy, "IpRangeWhitelist"), "NotIpAddress", resources);
  add_address_exception(document, member(policy, "IpRangeBlacklist"), "IpAddress", resources);
  add_network_exception(document, policy, "Blacklist", "StringEquals", resources);
  add_network_exception(document, policy, "Whitelist", "StringNotEquals", resources);
}

void add_policy_statements(Json& document, const Json& statements) {
  if (statements.is_null()) return;
  document["Version"] = "2012-10-17";
  if (member(document, "Statement").is_null()) {
    document["Statement"] = statements;
    return;
  }
  Json& existing = statement_list(document);
  for (const Json& made : as_list(statements)) {
    if (std::ranges::find(existing, made) == existing.end()) existing.push_back(made);
  }
}

}  // namespace cloche::deploy::sam
