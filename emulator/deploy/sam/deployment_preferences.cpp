#include "emulator/deploy/sam/deployment_preferences.h"

#include <algorithm>
#include <array>
#include <set>

#include "emulator/deploy/sam/context.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/policies.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr const char* application_id = "ServerlessDeploymentApplication";
constexpr const char* service_role_id = "CodeDeployServiceRole";
constexpr const char* aggregate_condition = "ServerlessCodeDeployCondition";

bool is_predefined(const Json& name) {
  static constexpr std::array<std::string_view, 9> names = {
      "Canary10Percent5Minutes",      "Canary10Percent10Minutes",      "Canary10Percent15Minutes",
      "Canary10Percent30Minutes",     "Linear10PercentEvery1Minute",   "Linear10PercentEvery2Minutes",
      "Linear10PercentEvery3Minutes", "Linear10PercentEvery10Minutes", "AllAtOnce"};
  return name.is_string() && std::ranges::find(names, name.get_ref<const std::string&>()) != names.end();
}

/// CodeDeploy's own name of a predefined type, wherever in `value` it stands.
Json deployment_config(Json value, const std::string& key = "") {
  constexpr const char* text = "CodeDeployDefault.Lambda${ConfigName}";
  if (value.is_array()) {
    for (Json& part : value) part = deployment_config(part);
    return value;
  }
  if (is_intrinsic(value)) {
    const std::string name = value.begin().key();
    value[name] = deployment_config(value[name], name);
    return value;
  }
  if (!is_predefined(value)) return value;
  if (key == "Fn::Sub") return Json::array({text, {{"ConfigName", value}}});
  return sub(text, {{"ConfigName", value}});
}

Json alarm_configuration(const Json& alarms, const std::string& function) {
  if (!alarms.is_array()) throw ResourceError{function, "Alarms must be a list"};
  if (alarms.empty() || is_no_value(alarms[0])) return Json::object();
  Json list = Json::array();
  for (const Json& alarm : alarms) list.push_back({{"Name", alarm}});
  return {{"Enabled", true}, {"Alarms", std::move(list)}};
}

Json alarm_configurations(const Json& alarms, const std::string& function) {
  if (!truthy(alarms) || is_no_value(alarms)) return nullptr;
  if (!is_intrinsic_if(alarms)) return alarm_configuration(alarms, function);
  Json made = alarms;
  Json& branches = made["Fn::If"];
  if (!branches.is_array() || branches.size() != 3)
    throw ResourceError{function, "Fn::If requires 3 arguments"};
  branches[1] = alarm_configuration(branches[1], function);
  branches[2] = alarm_configuration(branches[2], function);
  return made;
}

}  // namespace

void DeploymentPreferences::add(const std::string& function, const Json& preference, const Json& condition,
                                const Json& tags) {
  const bool given = preference.contains("Enabled");
  const Json& enabled = member(preference, "Enabled");
  if (given && (!truthy(enabled) || enabled == "false" || enabled == "False")) return;
  if (!preference.contains("Type")) {
    throw ResourceError{function, "'DeploymentPreference' is missing required Property 'Type'"};
  }
  if (preference.contains("Hooks") && !preference["Hooks"].is_object()) {
    throw ResourceError{function, "'Hooks' property of 'DeploymentPreference' must be a dictionary"};
  }
  enabled_.insert_or_assign(function, Preference{preference, condition, tags});
}

bool DeploymentPreferences::is_enabled(const std::string& function) const {
  return enabled_.contains(function);
}

Json DeploymentPreferences::update_policy(const std::string& function) const {
  const Json& hooks = member(enabled_.at(function).preference, "Hooks");
  Json policy = {{"ApplicationName", reference(application_id)},
                 {"DeploymentGroupName", reference(function + "DeploymentGroup")}};
  if (const Json& hook = member(hooks, "PreTraffic"); !hook.is_null())
    policy["BeforeAllowTrafficHook"] = hook;
  if (const Json& hook = member(hooks, "PostTraffic"); !hook.is_null())
    policy["AfterAllowTrafficHook"] = hook;
  return {{"CodeDeployLambdaAliasUpdate", std::move(policy)}};
}

std::vector<std::string> DeploymentPreferences::conditions() const {
  std::set<std::string> names;
  for (const auto& [function, preference] : enabled_) {
    if (truthy(preference.condition)) names.insert(text_of(preference.condition));
  }
  return {names.begin(), names.end()};
}

bool DeploymentPreferences::all_conditional() const {
  return std::ranges::all_of(enabled_, [](const auto& entry) { return truthy(entry.second.condition); });
}

Resource DeploymentPreferences::deployment_group(const std::string& function) const {
  const auto& [preference, condition, tags] = enabled_.at(function);
  Resource group = make_resource(function + "DeploymentGroup", "AWS::CodeDeploy::DeploymentGroup");
  group["AlarmConfiguration"] = alarm_configurations(member(preference, "Alarms"), function);
  group["ApplicationName"] = reference(application_id);
  group["AutoRollbackConfiguration"] = {
      {"Enabled", true},
      {"Events", {"DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"}}};
  group["DeploymentConfigName"] = deployment_config(member(preference, "Type"));
  group["DeploymentStyle"] = {{"DeploymentType", "BLUE_GREEN"}, {"DeploymentOption", "WITH_TRAFFIC_CONTROL"}};
  const Json& role = member(preference, "Role");
  group["ServiceRoleArn"] = truthy(role) ? role : get_att(service_role_id, "Arn");
  if (const Json& triggers = member(preference, "TriggerConfigurations"); truthy(triggers)) {
    group["TriggerConfigurations"] = triggers;
  }
  if (truthy(tags)) group["Tags"] = tag_list(tags);
  if (truthy(condition)) group.attributes["Condition"] = condition;
  return group;
}

void DeploymentPreferences::condition_and_tag(Resource& resource) const {
  Json merged = Json::object();
  for (const auto& [function, preference] : enabled_) {
    if (truthy(preference.tags)) merged.update(preference.tags);
  }
  if (!merged.empty()) resource["Tags"] = tag_list(merged);
  if (!all_conditional()) return;
  const std::vector<std::string> names = conditions();
  resource.attributes["Condition"] = names.size() == 1 ? names[0] : aggregate_condition;
}

void DeploymentPreferences::finish(Context& context) const {
  if (enabled_.empty()) return;
  Json& resources = context.result["Resources"];
  Resource application = make_resource(application_id, "AWS::CodeDeploy::Application");
  application["ComputePlatform"] = "Lambda";
  condition_and_tag(application);
  resources[application_id] = application.definition();
  if (all_conditional()) {
    const Json made = combined_conditions(conditions(), aggregate_condition);
    for (const auto& [name, condition] : made.items()) context.add_condition(name, condition);
  }
  const bool own_roles = std::ranges::all_of(
      enabled_, [](const auto& entry) { return truthy(member(entry.second.preference, "Role")); });
  if (!own_roles) {
    Resource role = make_resource(service_role_id, "AWS::IAM::Role");
    role["AssumeRolePolicyDocument"] = assume_role_policy("codedeploy.amazonaws.com");
    const bool limited = context.settings.partition == "aws-iso" || context.settings.partition == "aws-iso-b";
    role["ManagedPolicyArns"] =
        Json::array({context.managed_policy(limited ? "service-role/AWSCodeDeployRoleForLambdaLimited"
                                                    : "service-role/AWSCodeDeployRoleForLambda")});
    condition_and_tag(role);
    resources[service_role_id] = role.definition();
  }
  for (const auto& [function, preference] : enabled_) {
    try {
      const Resource group = deployment_group(function);
      resources[group.logical_id] = group.definition();
    } catch (const ResourceError& error) {
      context.causes.push_back({error.logical_id, error.text()});
    }
  }
}

}  // namespace cloche::deploy::sam
