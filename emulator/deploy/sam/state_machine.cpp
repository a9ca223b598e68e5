// AWS::Serverless::StateMachine
#include <algorithm>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/events/state_machine_events.h"
#include "emulator/deploy/sam/function.h"
#include "emulator/deploy/sam/other_resources.h"
#include "emulator/deploy/sam/policies.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

bool a_string_or_list(const Json& value) { return value.is_string() || strings_or_maps(value); }

constexpr PropertyRule state_machine_rules[] = {{"Definition", a_map},
                                                {"DefinitionUri", a_string_or_map},
                                                {"Logging", a_map},
                                                {"Role", a_string},
                                                {"RolePath"},
                                                {"DefinitionSubstitutions", a_map},
                                                {"Events", a_map_of_maps},
                                                {"Name", a_string},
                                                {"Type", a_string},
                                                {"Tags", a_map},
                                                {"PropagateTags", a_boolean},
                                                {"Policies", a_string_or_list},
                                                {"Tracing", a_map},
                                                {"PermissionsBoundary", a_string},
                                                {"AutoPublishAlias"},
                                                {"DeploymentPreference"},
                                                {"UseAliasAsEventTarget", a_boolean, Given::optional_as_is}};

bool is_dynamic_reference(const Json& value) {
  const std::string text = text_of(value);
  return text.starts_with("{{resolve:") && text.ends_with("}}");
}

/// Replaces what is only known at deployment by `${definition_substitution_1}` and so on, for the definition
/// is text.
void take_substitutions(Json& part, Json& substitutions) {
  if (!part.is_structured()) return;
  for (Json& inner : part) {
    if (is_intrinsic(inner) || is_dynamic_reference(inner)) {
      const std::string name = "definition_substitution_" + std::to_string(substitutions.size() + 1);
      substitutions[name] = std::move(inner);
      inner = "${" + name + "}";
    } else {
      take_substitutions(inner, substitutions);
    }
  }
}

/// A value as Python writes it with an indent of 4: as nlohmann does, but for what is empty.
Json definition_lines(const Json& definition) {
  const std::string text = definition.dump(4, ' ', true, Json::error_handler_t::replace);
  Json lines = Json::array();
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    lines.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return {{"Fn::Join", Json::array({"\n", std::move(lines)})}};
}

void set_definition(const Declared& machine, Resource& made) {
  const Json& definition = machine["Definition"];
  const Json& location = machine["DefinitionUri"];
  if (truthy(machine["DefinitionSubstitutions"])) {
    made["DefinitionSubstitutions"] = machine["DefinitionSubstitutions"];
  }
  if (truthy(definition) && truthy(location)) {
    throw ResourceError{machine.logical_id,
                        "Specify either 'Definition' or 'DefinitionUri' property and not both."};
  }
  if (truthy(definition)) {
    Json text = definition;
    Json substitutions = Json::object();
    take_substitutions(text, substitutions);
    if (!substitutions.empty()) made["DefinitionSubstitutions"].update(substitutions);
    made["DefinitionString"] = definition_lines(text);
  } else if (truthy(location)) {
    made["DefinitionS3Location"] = s3_location(location, machine.logical_id, "DefinitionUri");
  } else {
    throw ResourceError{machine.logical_id,
                        "Either 'Definition' or 'DefinitionUri' property must be specified."};
  }
}

Json state_machine_tags(const Declared& machine) {
  Json tags = Json::array({{{"Key", "stateMachine:createdBy"}, {"Value", "SAM"}}});
  for (Json& tag : tag_list(machine["Tags"])) tags.push_back(std::move(tag));
  return tags;
}

Resource make_machine_role(const Context& context, const Declared& machine) {
  Json policies = truthy(machine["Policies"]) ? as_list(machine["Policies"]) : Json::array();
  if (member(machine["Tracing"], "Enabled") == true) {
    policies.push_back(context.settings.partition == "aws" ? "AWSXrayWriteOnlyAccess"
                                                           : "AWSXRayDaemonWriteAccess");
  }
  RoleParts parts;
  parts.assume_role_policy = assume_role_policy("states.amazonaws.com");
  parts.path = machine["RolePath"];
  parts.permissions_boundary = machine["PermissionsBoundary"];
  parts.tags = state_machine_tags(machine);
  return make_execution_role(context, machine.logical_id, machine.passed_on(), policies, std::move(parts));
}

/// The version and the alias that are published with each deployment.
Resources make_published(const Declared& machine) {
  const Json& alias_name = machine["AutoPublishAlias"];
  if (!truthy(alias_name)) {
    for (const char* name : {"UseAliasAsEventTarget", "DeploymentPreference"}) {
      if (!truthy(machine[name])) continue;
      throw ResourceError{machine.logical_id, std::string("'") + name +
                                                  "' requires 'AutoPublishAlias' property to be specified."};
    }
    return {};
  }
  Json attributes = machine.passed_on();
  Resource alias = make_resource(machine.logical_id + "Alias" + shown(alias_name),
                                 "AWS::StepFunctions::StateMachineAlias", attributes);
  attributes.emplace("DeletionPolicy", "Retain");
  attributes.emplace("UpdateReplacePolicy", "Retain");
  Resource version =
      make_resource(machine.logical_id + "Version", "AWS::StepFunctions::StateMachineVersion", attributes);
  version["StateMachineArn"] = reference(machine.logical_id);
  version["StateMachineRevisionId"] = get_att(machine.logical_id, "StateMachineRevisionId");
  alias["Name"] = alias_name;
  const Json& preference = machine["DeploymentPreference"];
  alias["DeploymentPreference"] = truthy(preference) ? preference : Json{{"Type", "ALL_AT_ONCE"}};
  alias["DeploymentPreference"]["StateMachineVersionArn"] = version.arn();
  return {std::move(version), std::move(alias)};
}

}  // namespace

Resources transform_state_machine(Context& context, const std::string& logical_id, Json& definition) {
  check_logical_id(logical_id);
  if (definition.contains("Properties")) expand_policy_templates(logical_id, definition["Properties"]);
  const Declared machine =
      declare(logical_id, definition, "AWS::Serverless::StateMachine", state_machine_rules);
  check_state_machine_events(context, machine);
  Resource made =
      make_resource(logical_id, "AWS::StepFunctions::StateMachine", machine.attributes, machine.depends_on);
  set_definition(machine, made);
  if (truthy(machine["Role"]) && truthy(machine["Policies"])) {
    throw ResourceError{
        logical_id, "Specify either 'Role' or 'Policies' (but not both at the same time) or neither of them"};
  }
  Resources all;
  if (truthy(machine["Role"])) {
    made["RoleArn"] = machine["Role"];
  } else {
    Resource role = make_machine_role(context, machine);
    made["RoleArn"] = role.arn();
    all.push_back(std::move(role));
  }
  made["StateMachineName"] = machine["Name"];
  made["StateMachineType"] = machine["Type"];
  made["LoggingConfiguration"] = machine["Logging"];
  made["TracingConfiguration"] = machine["Tracing"];
  made["Tags"] = state_machine_tags(machine);
  Resources published = make_published(machine);
  const bool to_alias = truthy(machine["UseAliasAsEventTarget"]) && !published.empty();
  Resources events = transform_state_machine_events(context, machine, to_alias ? published.back() : made);
  all.insert(all.begin(), std::move(made));
  std::ranges::move(published, std::back_inserter(all));
  std::ranges::move(events, std::back_inserter(all));
  propagate_tags(all, machine["Tags"], machine["PropagateTags"]);
  return all;
}

}  // namespace cloche::deploy::sam
