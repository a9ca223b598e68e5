#include "fakes/iam/policy_syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "fakes/core/arn.h"
#include "fakes/core/json.h"
#include "fakes/iam/errors.h"

namespace cloche::iam {

namespace {

constexpr std::string_view newest_version = "2012-10-17";
constexpr std::string_view oldest_version = "2008-10-17";
constexpr const char* no_policy = "Syntax errors in policy.";

constexpr int managed_limit = 6144;
constexpr int trust_limit = 2048;

constexpr std::array statement_elements{"Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
                                        "NotAction", "Resource", "NotResource", "Condition"};
constexpr std::array principal_types{"AWS", "Service", "Federated", "CanonicalUser"};

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Calls `check(text)` with the one or many strings that stand at `element`.
template <class Check>
void for_each_string(const Json& element, Check&& check) {
  if (element.is_string()) return check(element.get_ref<const std::string&>());
  if (!element.is_array()) throw malformed_policy(no_policy);
  for (const Json& entry : element) {
    if (!entry.is_string()) throw malformed_policy(no_policy);
    check(entry.get_ref<const std::string&>());
  }
}

const Json* either(const Json& statement, const char* element, const char* negated) {
  const bool has = statement.contains(element);
  if (has && statement.contains(negated)) throw malformed_policy(no_policy);
  if (has) return &statement[element];
  return statement.contains(negated) ? &statement[negated] : nullptr;
}

void check_action(PolicyKind kind, const std::string& action) {
  if (action == "*") return;
  const auto colon = action.find(':');
  if (colon == std::string::npos || colon == 0) {
    throw malformed_policy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
  }
  const std::string_view vendor = std::string_view(action).substr(0, colon);
  if (!std::ranges::all_of(vendor, [](char c) { return is_alphanumeric(c) || c == '-'; })) {
    throw malformed_policy(fmt::format("Vendor {} is not valid", vendor));
  }
  if (action.find(':', colon + 1) != std::string::npos) {
    throw malformed_policy("Actions/Condition can contain only one colon.");
  }
  if (kind == PolicyKind::trust && vendor != "sts") {
    throw malformed_policy("AssumeRole policy may only specify STS AssumeRole actions.");
  }
}

void check_resource(const std::string& resource) {
  if (resource == "*" || resource.starts_with("${")) return;
  const auto arn = Arn::parse(resource);
  if (!arn) {
    throw malformed_policy(fmt::format("Resource {} must be in ARN format or \"*\".", resource));
  }
  if (!arn->partition.starts_with("aws") && arn->partition != "*") {
    throw malformed_policy(
        fmt::format("Partition \"{}\" is not valid for resource \"{}\".", arn->partition, resource));
  }
}

bool is_aws_principal(const std::string& principal) {
  if (principal == "*") return true;
  if (principal.size() == 12 && std::ranges::all_of(principal, [](char c) { return c >= '0' && c <= '9'; })) {
    return true;
  }
  if ((principal.starts_with("AIDA") || principal.starts_with("AROA")) && principal.size() >= 16) return true;
  const auto arn = Arn::parse(principal);
  return arn && (arn->service == "iam" || arn->service == "sts") && !arn->resource.empty();
}

void check_principal(const Json& principal) {
  if (principal.is_string()) {
    if (principal != "*") throw malformed_policy(no_policy);
    return;
  }
  if (!principal.is_object() || principal.empty()) throw malformed_policy(no_policy);
  for (const auto& [type, names] : principal.items()) {
    if (std::ranges::find(principal_types, type) == principal_types.end()) throw malformed_policy(no_policy);
    for_each_string(names, [&, type = std::string_view(type)](const std::string& name) {
      if (type == "AWS" && !is_aws_principal(name)) {
        throw malformed_policy(fmt::format("Invalid principal in policy: \"AWS\":\"{}\"", name));
      }
      if (type == "Service" && name.find('.') == std::string::npos) {
        throw malformed_policy(fmt::format("Invalid principal in policy: \"SERVICE\":\"{}\"", name));
      }
    });
  }
}

/// {"StringEquals": {"aws:SourceAccount": "…" or […]}}
void check_condition(const Json& condition) {
  if (!condition.is_object()) throw malformed_policy(no_policy);
  for (const Json& keys : condition) {
    if (!keys.is_object()) throw malformed_policy(no_policy);
    for (const auto& [key, values] : keys.items()) {
      if (key.find(':') == std::string::npos) {
        throw malformed_policy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
      }
      for (const Json& value : values.is_array() ? values : Json::array({values})) {
        if (value.is_structured() || value.is_null()) throw malformed_policy(no_policy);
      }
    }
  }
}

void check_sid(const Json& sid, std::set<std::string>& sids) {
  if (!sid.is_string()) throw malformed_policy(no_policy);
  const auto& text = sid.get_ref<const std::string&>();
  if (!std::ranges::all_of(text, is_alphanumeric)) {
    throw malformed_policy(
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression "
        "[0-9A-Za-z]*");
  }
  if (!text.empty() && !sids.insert(text).second) {
    throw malformed_policy("Statement IDs (SID) in a single policy must be unique.");
  }
}

void check_statement(PolicyKind kind, const Json& statement, std::set<std::string>& sids) {
  if (!statement.is_object()) throw malformed_policy(no_policy);
  for (const auto& [element, value] : statement.items()) {
    if (std::ranges::find(statement_elements, element) == statement_elements.end()) {
      throw malformed_policy(no_policy);
    }
  }
  if (statement.contains("Sid")) check_sid(statement["Sid"], sids);
  if (!statement.contains("Effect")) throw malformed_policy("Missing required field Effect");
  const Json& effect = statement["Effect"];
  if (effect != "Allow" && effect != "Deny") {
    throw malformed_policy(effect.is_string() ? fmt::format("Invalid effect: {}", effect.get<std::string>())
                                              : no_policy);
  }
  const Json* const principal = either(statement, "Principal", "NotPrincipal");
  const Json* const resource = either(statement, "Resource", "NotResource");
  if (kind == PolicyKind::trust) {
    if (resource != nullptr) throw malformed_policy("Has prohibited field Resource");
    if (principal == nullptr) throw malformed_policy("Missing required field Principal");
    check_principal(*principal);
  } else if (principal != nullptr) {
    throw malformed_policy("Policy document should not specify a principal.");
  }

  const Json* const action = either(statement, "Action", "NotAction");
  if (action == nullptr || (action->is_array() && action->empty())) {
    throw malformed_policy(kind == PolicyKind::trust ? "Missing required field Action"
                                                     : "Policy statement must contain actions.");
  }
  for_each_string(*action, [&](const std::string& name) { check_action(kind, name); });
  if (kind != PolicyKind::trust) {
    if (resource == nullptr || (resource->is_array() && resource->empty())) {
      throw malformed_policy("Policy statement must contain resources.");
    }
    for_each_string(*resource, check_resource);
  }
  if (statement.contains("Condition")) check_condition(statement["Condition"]);
}

}  // namespace

void check_policy(PolicyKind kind, std::string_view document) {
  Json policy;
  try {
    policy = parse_json(document);
  } catch (const JsonSyntaxError&) {
    throw malformed_policy(kind == PolicyKind::trust ? "This policy contains invalid Json" : no_policy);
  }
  if (!policy.is_object()) throw malformed_policy(no_policy);
  for (const auto& [element, value] : policy.items()) {
    if (element != "Version" && element != "Id" && element != "Statement") throw malformed_policy(no_policy);
  }
  const Json version = policy.value("Version", Json(oldest_version));
  if (version != newest_version && version != oldest_version) throw malformed_policy(no_policy);
  if (kind == PolicyKind::managed && version != newest_version) {
    throw malformed_policy("Policy document must be version 2012-10-17 or greater.");
  }
  if (!policy.contains("Statement")) throw malformed_policy(no_policy);
  const Json& statements = policy["Statement"];
  std::set<std::string> sids;
  if (statements.is_object()) return check_statement(kind, statements, sids);
  if (!statements.is_array() || statements.empty()) throw malformed_policy(no_policy);
  for (const Json& statement : statements) check_statement(kind, statement, sids);
}

void check_managed_policy(std::string_view document) {
  check_policy(PolicyKind::managed, document);
  if (policy_size(document) > managed_limit) throw quota_exceeded("PolicySize", managed_limit);
}

void check_trust_policy(std::string_view document) {
  check_policy(PolicyKind::trust, document);
  if (policy_size(document) > trust_limit) throw quota_exceeded("ACLSizePerRole", trust_limit);
}

std::size_t policy_size(std::string_view document) {
  return static_cast<std::size_t>(std::ranges::count_if(
      document, [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; }));
}

}  // namespace cloche::iam
