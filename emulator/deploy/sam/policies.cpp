#include "emulator/deploy/sam/policies.h"

#include <algorithm>

#include "embedded/emulator/deploy/sam/managed_policies.txt.h"
#include "embedded/emulator/deploy/sam/policy_templates.txt.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/outline.h"
#include "emulator/deploy/sam/policy_statement.h"
#include "emulator/deploy/sam/values.h"
#include "fakes/wire/http_message.h"

namespace cloche::deploy::sam {

namespace {

/// A policy template: the names of its parameters, and statements with ${parameterName} in them.
struct PolicyTemplate {
  std::vector<std::string_view> parameters;
  Json statements;
};

using PolicyTemplates = std::map<std::string_view, PolicyTemplate, std::less<>>;

const PolicyTemplates& policy_templates() {
  static const PolicyTemplates templates = [] {
    PolicyTemplates by_name;
    for (const OutlineEntry& entry : read_outline(policy_templates_text)) {
      const auto [name, parameters] = split_at(entry.text, " ");
      by_name.emplace(name, PolicyTemplate{words(parameters), allowing_statements(entry.below)});
    }
    return by_name;
  }();
  return templates;
}

/// The managed policies of AWS with their paths, by name.
const std::map<std::string_view, std::string_view, std::less<>>& managed_policies() {
  static const auto policies = [] {
    std::map<std::string_view, std::string_view, std::less<>> by_name;
    for (const OutlineEntry& service : read_outline(managed_policies_text)) {
      for (const OutlineEntry& policy : service.below) {
        by_name.emplace(policy.text.substr(policy.text.rfind('/') + 1), policy.text);
      }
    }
    return by_name;
  }();
  return policies;
}

enum class PolicyKind { managed, statement, from_template, unknown };

PolicyKind kind_of(const Json& policy, bool with_templates);

PolicyKind kind_of_branches(const Json& branches, bool with_templates) {
  if (!branches.is_array() || branches.size() != 3) throw StructureError{"Fn::If requires 3 arguments"};
  const PolicyKind then = kind_of(branches[1], with_templates);
  const PolicyKind otherwise = kind_of(branches[2], with_templates);
  if (then == otherwise || is_no_value(branches[2])) return then;
  if (is_no_value(branches[1])) return otherwise;
  throw StructureError{
      "Different policy types within the same Fn::If statement is unsupported. Separate different policy "
      "types into "
      "different Fn::If statements"};
}

PolicyKind kind_of(const Json& policy, bool with_templates) {
  if (policy.is_string()) return PolicyKind::managed;
  if (is_intrinsic_if(policy)) return kind_of_branches(policy["Fn::If"], with_templates);
  if (is_intrinsic(policy)) return PolicyKind::managed;
  if (policy.is_object() && policy.contains("Statement")) return PolicyKind::statement;
  if (with_templates && policy.is_object() && policy.size() == 1 &&
      policy_templates().contains(policy.begin().key())) {
    return PolicyKind::from_template;
  }
  return PolicyKind::unknown;
}

/// The parameters that `text` names, as Fn::Sub takes them: ${tableName} is the parameter TableName.
Json substituted(const std::string& text, const Json& values) {
  Json variables = Json::object();
  for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at + 2)) {
    const std::string name = text.substr(at + 2, text.find('}', at) - at - 2);
    if (name.starts_with("AWS::")) continue;
    for (const auto& [parameter, value] : values.items()) {
      if (wire::equal_ignoring_case(name, parameter)) variables[name] = value;
    }
  }
  return variables.empty() ? sub(text) : sub(text, std::move(variables));
}

Json filled_in(const Json& part, const Json& values) {
  if (part.is_string()) {
    const std::string text = part.get<std::string>();
    return text.find("${") == std::string::npos ? part : substituted(text, values);
  }
  Json made = part;
  if (made.is_structured()) {
    for (Json& inner : made) inner = filled_in(inner, values);
  }
  return made;
}

Json from_template(const std::string& logical_id, const Json& policy) {
  const std::string& name = policy.begin().key();
  const Json& given = policy.begin().value();
  const PolicyTemplate& chosen = policy_templates().at(name);
  if (!given.is_object()) {
    throw ResourceError{logical_id, "Must specify valid parameter values for policy template '" + name + "'"};
  }
  Json missing = Json::array();
  Json values = Json::object();
  for (const std::string_view parameter : chosen.parameters) {
    const auto found = given.find(parameter);
    if (found == given.end()) {
      missing.push_back(parameter);
    } else {
      values[std::string(parameter)] = *found;
    }
  }
  if (!missing.empty()) {
    throw ResourceError{logical_id, "Following required parameters of template '" + name +
                                        "' don't have values: " + shown(missing)};
  }
  return {{"Statement", filled_in(chosen.statements, values)}};
}

Json managed_policy_arn(const Context& context, const Json& policy) {
  if (!policy.is_string()) return policy;
  const auto found = managed_policies().find(policy.get<std::string>());
  return found == managed_policies().end() ? policy
                                           : Json(context.managed_policy(std::string(found->second)));
}

/// `policy`, or the branches of its Fn::If that are not AWS::NoValue, by `convert`.
template <class Convert>
Json in_branches(Json policy, const Convert& convert) {
  if (!is_intrinsic_if(policy)) return convert(policy);
  for (std::size_t i = 1; i < 3; ++i) {
    Json& branch = policy["Fn::If"][i];
    if (!is_no_value(branch)) branch = convert(branch);
  }
  return policy;
}

}  // namespace

void expand_policy_templates(const std::string& logical_id, Json& properties) {
  if (!truthy(member(properties, "Policies"))) return;
  const auto policies = properties.find("Policies");
  Json expanded = Json::array();
  for (const Json& policy : as_list(*policies)) {
    if (kind_of(policy, true) != PolicyKind::from_template) {
      expanded.push_back(policy);
      continue;
    }
    expanded.push_back(in_branches(policy, [&](const Json& one) { return from_template(logical_id, one); }));
  }
  *policies = std::move(expanded);
}

Resource make_execution_role(const Context& context, const std::string& logical_id, const Json& attributes,
                             const Json& policies, RoleParts parts) {
  Resource role = make_resource(logical_id + "Role", "AWS::IAM::Role", attributes);
  const Json list = truthy(policies) ? as_list(policies) : Json::array();
  for (std::size_t i = 0; i < list.size(); ++i) {
    switch (kind_of(list[i], false)) {
      case PolicyKind::statement:
        parts.policies.push_back(in_branches(list[i], [&](const Json& document) -> Json {
          return {{"PolicyName", role.logical_id + "Policy" + std::to_string(i)},
                  {"PolicyDocument", document}};
        }));
        break;
      case PolicyKind::managed: {
        Json arn = in_branches(list[i], [&](const Json& one) { return managed_policy_arn(context, one); });
        if (std::ranges::find(parts.managed_policy_arns, arn) == parts.managed_policy_arns.end()) {
          parts.managed_policy_arns.push_back(std::move(arn));
        }
        break;
      }
      default:
        throw ResourceError{
            logical_id, "Policy at index " + std::to_string(i) + " in the 'Policies' property is not valid"};
    }
  }
  role["AssumeRolePolicyDocument"] = std::move(parts.assume_role_policy);
  role["ManagedPolicyArns"] = std::move(parts.managed_policy_arns);
  role["Policies"] = parts.policies.empty() ? Json() : std::move(parts.policies);
  role["Path"] = std::move(parts.path);
  role["PermissionsBoundary"] = std::move(parts.permissions_boundary);
  role["Tags"] = std::move(parts.tags);
  return role;
}

Json assume_role_policy(std::string_view service) {
  return {{"Version", "2012-10-17"},
          {"Statement", Json::array({{{"Action", Json::array({"sts:AssumeRole"})},
                                      {"Effect", "Allow"},
                                      {"Principal", {{"Service", Json::array({service})}}}}})}};
}

Json inline_policy(const std::string& name, std::string_view action, const Json& resource) {
  return {
      {"PolicyName", name},
      {"PolicyDocument",
       {{"Statement", Json::array({{{"Action", action}, {"Effect", "Allow"}, {"Resource", resource}}})}}}};
}

Json s3_destination_policy(const std::string& name, const Json& bucket_arn) {
  const Json objects = {{"Fn::Join", Json::array({"/", Json::array({bucket_arn, "*"})})}};
  Json policy = inline_policy(name, "s3:PutObject", objects);
  policy["PolicyDocument"]["Statement"].push_back(
      {{"Action", "s3:ListBucket"}, {"Effect", "Allow"}, {"Resource", bucket_arn}});
  return policy;
}

}  // namespace cloche::deploy::sam
