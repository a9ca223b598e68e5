// GetTemplateSummary and ValidateTemplate: what a template asks for, without deploying it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <set>

#include "emulator/deploy/conditions.h"
#include "emulator/deploy/dependency_graph.h"
#include "emulator/deploy/loops.h"
#include "emulator/deploy/parameters.h"
#include "emulator/deploy/properties.h"
#include "emulator/deploy/references.h"
#include "emulator/deploy/stack_operations.h"
#include "emulator/deploy/stack_request.h"
#include "emulator/deploy/structure.h"

namespace cloche::deploy {

namespace {

using cloudformation::Store;

const Json& section(const Template& source, const char* name) {
  static const Json empty = Json::object();
  const Json& found = property_or_null(source.document(), name);
  return found.is_object() ? found : empty;
}

/// Circles that are there whatever the parameters: by what no Fn::If chooses, and by DependsOn of what has no
/// Condition.
void check_certain_circles(const Template& source) {
  const Branch neither = [](const Json&) { return nullptr; };
  const Json& resources = section(source, "Resources");
  Dependencies dependencies;
  for (const auto& [logical_id, definition] : resources.items()) {
    std::set<std::string>& needs = dependencies[logical_id];
    for (const char* part : {"Properties", "UpdatePolicy", "Metadata"})
      needs.merge(names_referred_to(property_or_null(definition, part), neither));
    if (definition.contains("Condition")) continue;
    for (const std::string& name : names_depended_on(definition)) {
      if (!resources[name].contains("Condition")) needs.insert(name);
    }
  }
  order_of_resources(source, dependencies);
}

Template checked_template(const std::string& body, Defaults defaults, Aliases aliases = Aliases::refused) {
  try {
    Template source = read_template(body, "template", aliases);
    // What a transform will make, and what may refer to it, is not known yet.
    if (!source.document().contains("Transform")) {
      check_structure(source);
      check_parameters(source, defaults);
      check_certain_circles(source);
    } else if (section(source, "Resources").empty()) {
      throw validation_error("Template format error: At least one Resources member must be defined.");
    } else {
      check_parameters(source, defaults);
      if (!wants_expansion(source.document())) check_conditions(source);
    }
    return source;
  } catch (const TemplateError& error) {
    throw in_words(error);
  }
}

/// What a loop makes counts once. The names, of which several loops may have the same, are numbers.
void add_definitions(const Json& resources, Json& definitions) {
  for (const auto& [logical_id, definition] : resources.items()) {
    if (definition.is_array() && definition.size() == 3 && definition[2].is_object()) {
      add_definitions(definition[2], definitions);
    } else {
      definitions[std::to_string(definitions.size())] = definition;
    }
  }
}

Json definitions_in(const Template& source) {
  Json definitions = Json::object();
  add_definitions(section(source, "Resources"), definitions);
  return definitions;
}

std::set<std::string> types_in(const Template& source) {
  std::set<std::string> types;
  for (const Json& definition : definitions_in(source)) {
    if (definition.is_object() && definition.contains("Type"))
      types.insert(text_property(definition, "Type"));
  }
  return types;
}

void add_description(const Template& source, Json& document) {
  if (source.document().contains("Description"))
    document["Description"] = text_property(source.document(), "Description");
}

void add_capabilities(const Template& source, Json& document) {
  const std::string capability = wanted_capability(definitions_in(source));
  if (capability.empty()) return;
  std::vector<std::string> iam;
  for (const std::string& type : types_in(source)) {
    if (type.starts_with("AWS::IAM::")) iam.push_back(type);
  }
  document["Capabilities"] = Json::array({capability});
  document["CapabilitiesReason"] =
      fmt::format("The following resource(s) require capabilities: [{}]", fmt::join(iam, ", "));
}

void add_transforms(const Template& source, Json& document) {
  const Json& transform = property_or_null(source.document(), "Transform");
  if (transform.is_null()) return;
  Json& names = document["DeclaredTransforms"] = Json::array();
  for (const Json& one : transform.is_array() ? transform : Json::array({transform})) {
    const Json& name = one.is_object() ? property_or_null(one, "Name") : one;  // or with its Parameters
    if (!name.is_string())
      throw validation_error(
          "Template format error: Transform must be a string or a list of them.");  // assumed
    names.push_back(name);
  }
}

/// What both say of a parameter.
Json parameter_base(const std::string& name, const Json& declaration) {
  Json parameter{{"ParameterKey", name}, {"NoEcho", boolean_property(declaration, "NoEcho")}};
  if (declaration.contains("Default")) parameter["DefaultValue"] = text_property(declaration, "Default");
  if (declaration.contains("Description"))
    parameter["Description"] = text_property(declaration, "Description");
  return parameter;
}

}  // namespace

Json validate_template(const Destination&, const Json& request) {
  const Template source = checked_template(template_body(request, nullptr), Defaults::must_fit);
  Json document{{"Parameters", Json::array()}};
  for (const auto& [name, declaration] : section(source, "Parameters").items())
    document["Parameters"].push_back(parameter_base(name, declaration));
  add_description(source, document);
  add_capabilities(source, document);
  add_transforms(source, document);
  return document;
}

Json get_template_summary(const Destination& destination, const Json& request) {
  std::string body;
  Aliases aliases = Aliases::refused;
  if (request.contains("StackName")) {
    const std::string name = request["StackName"];
    Account& account = destination.account;
    const auto stack = account.transact([&] { return Store(account).find_stack(destination.region, name); });
    if (!stack) throw validation_error(fmt::format("Stack with id {} does not exist", name));
    if (stack->status == "REVIEW_IN_PROGRESS")
      throw validation_error("GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.");
    body = stack->template_text;
    aliases = Aliases::followed;  // it was deployed
  } else {
    if (request.contains("StackSetName")) throw not_emulated("GetTemplateSummary of a stack set");
    body = template_body(request, nullptr);
  }
  const Template source = checked_template(body, Defaults::may_be_replaced,
                                           aliases);  // by whoever asks for the summary, to deploy it
  Json document{{"Parameters", Json::array()}, {"ResourceTypes", types_in(source)}};
  for (const auto& [name, declaration] : section(source, "Parameters").items()) {
    Json parameter = parameter_base(name, declaration);
    parameter["ParameterType"] = text_property(declaration, "Type");
    parameter["ParameterConstraints"] = Json::object();
    for (const Json& value : list_property(declaration, "AllowedValues"))
      parameter["ParameterConstraints"]["AllowedValues"].push_back(value.is_string() ? value
                                                                                     : Json(value.dump()));
    document["Parameters"].push_back(std::move(parameter));
  }
  add_description(source, document);
  add_capabilities(source, document);
  add_transforms(source, document);
  if (source.document().contains("AWSTemplateFormatVersion"))
    document["Version"] = text_property(source.document(), "AWSTemplateFormatVersion");
  if (source.document().contains("Metadata")) document["Metadata"] = source.document()["Metadata"].dump();
  return document;
}

}  // namespace cloche::deploy
