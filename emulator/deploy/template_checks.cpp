#include "emulator/deploy/template_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "emulator/deploy/functions.h"
#include "emulator/deploy/json_pointer.h"
#include "emulator/deploy/properties.h"
#include "emulator/deploy/property_error.h"
#include "emulator/deploy/resource_type.h"

namespace cloche::deploy {

namespace {

bool has_intrinsic(const Json& properties) {
  const auto& members = properties.get_ref<const Json::object_t&>();
  return std::ranges::any_of(members, [](const auto& member) { return member.first.starts_with("Fn::"); });
}

void check_properties(const Template& source, const TemplateResource& wanted, const ResourceType& type) {
  const Json& properties = property_or_null(*wanted.definition, "Properties");
  try {
    if (!properties.is_object()) {
      check_property_names(type, Json::object());
    } else if (!has_intrinsic(properties)) {
      check_property_names(type, properties);
    }
  } catch (const PropertyError& error) {
    throw source.error_at_key(wanted.pointer + "/Properties" + error.path, error.message, error.expected);
  }
}

/// The functions in a value.
class FunctionChecks {
 public:
  explicit FunctionChecks(const Evaluation& evaluation) : evaluation_(evaluation) {}

  void check(const Json& value, const std::string& pointer) const {
    const std::string name = function_name(value);
    if (!name.empty() && evaluation_.references(value).empty() && !uses_function(value, "Fn::ImportValue")) {
      evaluation_.resolve(value, pointer, {});
      return;
    }
    if (name == "Fn::GetAtt") return check_attribute(value["Fn::GetAtt"], pointer + "/Fn::GetAtt");
    if (name == "Fn::Sub") check_sub(value["Fn::Sub"], pointer + "/Fn::Sub");
    if (name == "Fn::If") return check_choice(value["Fn::If"], pointer + "/Fn::If");
    if (value.is_object()) {
      for (const auto& [member, part] : value.items()) check(part, pointer + "/" + pointer_step(member));
    } else if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) check(value[i], fmt::format("{}/{}", pointer, i));
    }
  }

 private:
  /// Only what is chosen.
  void check_choice(const Json& argument, const std::string& pointer) const {
    if (!argument.is_array() || argument.size() != 3 || !argument[0].is_string()) return;
    const std::size_t chosen = evaluation_.condition(argument[0].get<std::string>()) ? 1 : 2;
    check(argument[chosen], fmt::format("{}/{}", pointer, chosen));
  }

  void check_attribute(const Json& argument, const std::string& pointer) const {
    if (argument.is_string()) {
      check_dotted(argument.get<std::string>(), pointer);
    } else if (argument.is_array() && argument.size() == 2 && argument[0].is_string() &&
               argument[1].is_string()) {
      check_attribute(argument[0].get<std::string>(), argument[1].get<std::string>(), pointer);
    }
  }

  void check_sub(const Json& argument, const std::string& pointer) const {
    const bool listed = argument.is_array() && argument.size() == 2;
    const Json& text = listed ? argument[0] : argument;
    if (!text.is_string()) return;
    for (const std::string& name : names_in_sub(text.get<std::string>())) {
      if (!listed || !argument[1].contains(name)) check_dotted(name, pointer);
    }
  }

  /// "Resource.Attribute".
  void check_dotted(const std::string& text, const std::string& pointer) const {
    const std::size_t dot = text.find('.');
    if (dot != std::string::npos) check_attribute(text.substr(0, dot), text.substr(dot + 1), pointer);
  }

  void check_attribute(const std::string& resource, const std::string& attribute,
                       const std::string& pointer) const {
    const Template& source = evaluation_.source();
    const Json& definition = property_or_null(source.document()["Resources"], resource);
    if (!definition.is_object()) return;
    const ResourceType* type = find_resource_type(text_property(definition, "Type"));
    if (type == nullptr || type->has_attribute(attribute)) return;
    throw source.error(
        pointer,
        fmt::format("Template error: resource {} does not support attribute type {} in Fn::GetAtt", resource,
                    attribute),
        type->attributes.empty() ? fmt::format("Ref; {} has no attributes", type->name)
                                 : fmt::format("one of {}", fmt::join(type->attributes, ", ")));
  }

  const Evaluation& evaluation_;
};

}  // namespace

void check_resources(const Evaluation& evaluation) {
  const Template& source = evaluation.source();
  for (const TemplateResource& wanted : evaluation.resources()) {
    const ResourceType* type = find_resource_type(wanted.type);
    if (type == nullptr) {
      throw source.error(wanted.pointer + "/Type",
                         fmt::format("Resource type {} is not emulated by Cloche", wanted.type));
    }
    check_properties(source, wanted, *type);
  }
  const FunctionChecks functions(evaluation);
  for (const TemplateResource& wanted : evaluation.resources())
    functions.check(property_or_null(*wanted.definition, "Properties"), wanted.pointer + "/Properties");
  for (const TemplateOutput& output : evaluation.outputs()) {
    functions.check(*output.value, output.pointer + "/Value");
    if (output.export_name != nullptr) functions.check(*output.export_name, output.pointer + "/Export/Name");
  }
}

}  // namespace cloche::deploy
