#include "emulator/deploy/change_preview.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "emulator/deploy/deployment.h"
#include "emulator/deploy/functions.h"
#include "emulator/deploy/properties.h"
#include "emulator/deploy/stack_change.h"
#include "emulator/deploy/stack_resources.h"

namespace cloche::deploy {

namespace {

using cloudformation::Stack;
using cloudformation::StackResource;

constexpr const char* known_after_apply = "{{changeSet:KNOWN_AFTER_APPLY}}";

bool depends_on_resource(const char* source) { return std::string_view(source).starts_with("Resource"); }

/// What the policies come to; "Snapshot" is as "Delete" here, and told as it is written.
std::string policy_action(const std::string& policy) {
  return policy == "RetainExceptOnCreate" ? "Retain" : policy;
}

Json detail(const Json& target, const char* source, bool is_static) {
  return {{"Target", target}, {"ChangeSource", source}, {"Evaluation", is_static ? "Static" : "Dynamic"}};
}

/// "True", "Conditional" or "False".
std::string replacement_by(const Json& details) {
  std::string replacement = "False";
  for (const Json& one : details) {
    if (one.at("Target").at("RequiresRecreation") == "Never") continue;
    if (one.at("Evaluation") == "Static") return "True";
    replacement = "Conditional";
  }
  return replacement;
}

}  // namespace

ChangePreview::ChangePreview(Account& account, const Stack& stack, const Evaluation& evaluation)
    : store_(account),
      stack_(stack),
      evaluation_(evaluation),
      template_before_(stack.processed.empty() ? Json::object() : parse_json(stack.processed)) {
  for (StackResource& resource : standing_resources(store_, stack.id)) {
    std::string logical_id = resource.logical_id;
    before_.emplace(std::move(logical_id), std::move(resource));
  }
  const auto earlier = previous_parameters(stack);
  for (const TemplateParameter& parameter : evaluation.parameters()) {
    const auto found = earlier.find(parameter.name);
    if (found == earlier.end() || found->second != parameter.value)
      changed_parameters_.insert(parameter.name);
  }
}

Json ChangePreview::changes() {
  Json changes = Json::array();
  const auto add = [&](Json change) {
    changes.push_back({{"Type", "Resource"}, {"ResourceChange", std::move(change)}});
  };
  for (const TemplateResource* wanted : in_creation_order(evaluation_)) {
    Json change = change_of(*wanted);
    if (!change.is_null()) add(std::move(change));
  }
  for (const auto& [logical_id, old] : before_) {
    if (!wanted_.contains(logical_id)) add(removal_of(old));
  }
  return changes;
}

bool ChangePreview::changes_outputs() {
  std::map<std::string, Json> wanted;
  for (const TemplateOutput& output : evaluation_.outputs())
    wanted[output.name] = evaluation_.resolve(*output.value, output.pointer + "/Value", answers());
  const Json& outputs = list_property(stack_.document, "Outputs");
  if (outputs.size() != wanted.size()) return true;
  return std::ranges::any_of(outputs, [&](const Json& output) {
    const auto found = wanted.find(output.at("OutputKey").get<std::string>());
    return found == wanted.end() || found->second != output.at("OutputValue");
  });
}

Json ChangePreview::removal_of(const StackResource& old) const {
  return {{"Action", "Remove"},
          {"PolicyAction", policy_action(old.policy)},
          {"LogicalResourceId", old.logical_id},
          {"PhysicalResourceId", old.physical_id},
          {"ResourceType", old.type},
          {"Scope", Json::array()},
          {"Details", Json::array()}};
}

Json ChangePreview::change_of(const TemplateResource& wanted) {
  const ResourceType& type = *find_resource_type(wanted.type);
  wanted_.insert(wanted.logical_id);
  const auto found = before_.find(wanted.logical_id);
  Json change{{"LogicalResourceId", wanted.logical_id},
              {"ResourceType", wanted.type},
              {"Scope", Json::array()},
              {"Details", Json::array()}};
  if (found == before_.end()) {
    new_.insert(wanted.logical_id);
    change["Action"] = "Add";
    return change;
  }
  const StackResource& old = found->second;
  StackResource now;
  std::vector<std::string> not_applied;
  now.properties = deployable_properties(evaluation_, wanted, type, answers(),
                                         property_or_null(stack_.document, "Tags"), not_applied);
  take_attributes(evaluation_, wanted, answers(), now);
  add_details(wanted, type, old, now, change);
  if (change["Details"].empty()) return nullptr;
  change["Action"] = "Modify";
  change["PhysicalResourceId"] = old.physical_id;
  const std::string replacement = replacement_by(change["Details"]);
  change["Replacement"] = replacement;
  if (replacement != "False")
    change["PolicyAction"] = "ReplaceAnd" + policy_action(wanted.update_replace_policy);
  if (replacement == "True") new_.insert(wanted.logical_id);
  if (replacement == "Conditional") maybe_new_.insert(wanted.logical_id);
  const Json& scope = change["Scope"];
  if (std::ranges::any_of(scope, [](const Json& part) { return part == "Properties" || part == "Tags"; }))
    changed_.insert(wanted.logical_id);
  return change;
}

void ChangePreview::add_details(const TemplateResource& wanted, const ResourceType& type,
                                const StackResource& old, const StackResource& now, Json& change) const {
  const auto add = [&](const char* scope, const Json& target, const Json& before, const Json& after,
                       bool is_other) {
    Causes causes;
    add_causes(after, causes);
    const bool is_dynamic =
        std::ranges::any_of(causes, [](const Cause& cause) { return depends_on_resource(cause.source); });
    if (!is_other && !is_dynamic) return;
    if (std::ranges::find(change["Scope"], scope) == change["Scope"].end()) change["Scope"].push_back(scope);
    Json& details = change["Details"];
    const bool by_parameter = !causes.empty() && !is_dynamic;
    // As CloudFormation tells it: what a parameter changes stands there as a modification too.
    if (before != after || causes.empty()) {
      details.push_back(detail(target, "DirectModification", !is_dynamic));
    } else if (by_parameter) {
      details.push_back(detail(target, "DirectModification", false));
    }
    for (const Cause& cause : causes) {
      details.push_back(detail(target, cause.source, !depends_on_resource(cause.source)));
      details.back()["CausingEntity"] = cause.entity;
    }
  };
  const bool must_replace = type.must_replace != nullptr && type.must_replace(old.properties, now.properties);
  const Json before = before_in_template(wanted.logical_id, "Properties");
  const Json& after = property_or_null(*wanted.definition, "Properties");
  for (const Property& property : type.properties) {
    if (property.use == Use::not_applied) continue;
    const bool tags = property.name == "Tags";
    const bool replaces = property.use == Use::replaces || type.update == nullptr;
    Json target{{"Attribute", tags ? "Tags" : "Properties"},
                {"RequiresRecreation", replaces       ? "Always"
                                       : must_replace ? "Conditional"
                                                      : "Never"}};
    if (!tags) target["Name"] = property.name;
    add(tags ? "Tags" : "Properties", target, property_or_null(before, property.name),
        property_or_null(after, property.name), is_changed(old.properties, now.properties, property.name));
  }
  for (const std::string& attribute : changed_attributes(old, now)) {
    add(attribute.c_str(), {{"Attribute", attribute}, {"RequiresRecreation", "Never"}},
        before_in_template(wanted.logical_id, attribute.c_str()),
        property_or_null(*wanted.definition, attribute), true);
  }
}

Json ChangePreview::before_in_template(const std::string& logical_id, const char* part) const {
  const auto pointer = Json::json_pointer("/Resources") / logical_id / part;
  return template_before_.contains(pointer) ? template_before_[pointer] : Json();
}

/// Of a name as Fn::Sub has it: "Parameter", "Resource", "Resource.Attribute".
void ChangePreview::add_cause(const std::string& name, Causes& causes) const {
  const std::string resource = name.substr(0, name.find('.'));
  const bool is_replaced = new_.contains(resource) || maybe_new_.contains(resource);
  if (resource != name) {
    if (is_replaced || changed_.contains(resource)) causes.insert({"ResourceAttribute", name});
  } else if (is_replaced) {
    causes.insert({"ResourceReference", name});
  } else if (changed_parameters_.contains(name)) {
    causes.insert({"ParameterReference", name});
  }
}

void ChangePreview::add_causes(const Json& value, Causes& causes) const {
  const std::string function = function_name(value);
  if (function == "Ref" && value["Ref"].is_string()) return add_cause(value["Ref"], causes);
  if (function == "Fn::GetAtt") {
    const Json& argument = value["Fn::GetAtt"];
    if (argument.is_string()) return add_cause(argument, causes);
    if (argument.is_array() && argument.size() == 2 && argument[0].is_string() && argument[1].is_string())
      add_cause(argument[0].get<std::string>() + "." + argument[1].get<std::string>(), causes);
    return;
  }
  if (function == "Fn::Sub") {
    const Json& argument = value["Fn::Sub"];
    const bool listed = argument.is_array() && argument.size() == 2;
    const Json& text = listed ? argument[0] : argument;
    if (!text.is_string()) return;
    for (const std::string& name : names_in_sub(text.get<std::string>())) {
      if (!listed || !argument[1].contains(name)) add_cause(name, causes);
    }
    if (listed) add_causes(argument[1], causes);
    return;
  }
  if (function == "Fn::If") {
    const Json& argument = value["Fn::If"];
    if (argument.is_array() && argument.size() == 3 && argument[0].is_string())
      add_causes(argument[evaluation_.condition(argument[0].get<std::string>()) ? 1 : 2], causes);
    return;
  }
  if (!value.is_structured()) return;
  for (const Json& part : value) add_causes(part, causes);
}

Answers ChangePreview::answers() {
  return {.ref =
              [this](const std::string& logical_id) {
                const auto found = before_.find(logical_id);
                const bool known = found != before_.end() && !new_.contains(logical_id);
                return Json(known ? found->second.physical_id : known_after_apply);
              },
          .attribute = [this](const std::string& logical_id,
                              const std::string& attribute) -> std::optional<Json> {
            const auto found = before_.find(logical_id);
            if (found == before_.end() || new_.contains(logical_id)) return Json(known_after_apply);
            const auto value = found->second.attributes.find(attribute);
            return value == found->second.attributes.end() ? std::nullopt : std::optional(*value);
          },
          .exported = [this](const std::string& name) -> std::optional<std::string> {
            const auto found = store_.find_export(stack_.region, name);
            return found ? std::optional(found->value) : std::nullopt;
          }};
}

}  // namespace cloche::deploy
