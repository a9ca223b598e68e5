#include "emulator/deploy/structure.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "emulator/deploy/conditions.h"
#include "emulator/deploy/deletion_policy.h"
#include "emulator/deploy/export_name.h"
#include "emulator/deploy/functions.h"
#include "emulator/deploy/json_pointer.h"
#include "emulator/deploy/language_extensions.h"

namespace cloche::deploy {

namespace {

constexpr std::array<std::string_view, 11> section_names = {"AWSTemplateFormatVersion",
                                                            "Description",
                                                            "Metadata",
                                                            "Parameters",
                                                            "Mappings",
                                                            "Conditions",
                                                            "Transform",
                                                            "Resources",
                                                            "Outputs",
                                                            "Rules",
                                                            "Hooks"};
constexpr std::array<std::string_view, 9> resource_members = {
    "Type",           "Properties",   "DependsOn",           "Condition",     "Metadata",
    "CreationPolicy", "UpdatePolicy", "UpdateReplacePolicy", "DeletionPolicy"};

constexpr std::array<std::string_view, 4> output_members = {"Description", "Value", "Export", "Condition"};

/// CloudFormation's quotas.
constexpr std::pair<const char*, std::size_t> section_limits[] = {
    {"Resources", 500}, {"Parameters", 200}, {"Outputs", 200}, {"Mappings", 200}};

/// As CloudFormation lists them (seen in public reports).
constexpr std::array<std::string_view, 23> supported_functions = {"Fn::Base64",
                                                                  "Fn::GetAtt",
                                                                  "Fn::GetAZs",
                                                                  "Fn::ImportValue",
                                                                  "Fn::Join",
                                                                  "Fn::Split",
                                                                  "Fn::FindInMap",
                                                                  "Fn::Select",
                                                                  "Ref",
                                                                  "Fn::Equals",
                                                                  "Fn::If",
                                                                  "Fn::Not",
                                                                  "Condition",
                                                                  "Fn::And",
                                                                  "Fn::Or",
                                                                  "Fn::Contains",
                                                                  "Fn::EachMemberEquals",
                                                                  "Fn::EachMemberIn",
                                                                  "Fn::ValueOf",
                                                                  "Fn::ValueOfAll",
                                                                  "Fn::RefAll",
                                                                  "Fn::Sub",
                                                                  "Fn::Cidr"};

/// Macros have their own words where they are worked out.
bool is_macro(std::string_view name) { return name == "Fn::Transform"; }

constexpr std::size_t longest_description = 1024;
constexpr std::size_t longest_name = 255;

bool is_name(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](unsigned char c) { return c < 0x80 && std::isalnum(c) != 0; });
}

class Structure {
 public:
  explicit Structure(const Template& source)
      : source_(source),
        document_(source.document()),
        has_extensions_(has_language_extensions(source.document())) {}

  void check() const {
    for (const char* name : {"Resources", "Outputs", "Parameters", "Mappings", "Conditions"}) {
      if (document_.contains(name)) check_nulls(document_[name], std::string("/") + name);
    }
    check_sections();
    for (const auto& [id, resource] : document_["Resources"].items()) check_resource(id, resource);
    check_names("Parameters", "Parameter");
    check_names_differ();
    check_mappings();
    check_conditions(source_);
    for (const auto& [id, resource] : document_["Resources"].items()) {
      const std::string pointer = "/Resources/" + pointer_step(id);
      for (const char* part : {"Properties", "Metadata", "UpdatePolicy", "CreationPolicy"}) {
        if (resource.contains(part)) check_references(resource[part], pointer + "/" + part);
      }
      if (!has_extensions_) continue;
      for (const char* policy : {"DeletionPolicy", "UpdateReplacePolicy"}) {
        if (resource.contains(policy)) check_references(resource[policy], pointer + "/" + policy);
      }
    }
    refuse_unresolved("Resources");
    check_outputs();
    refuse_unresolved("Outputs");
  }

 private:
  [[noreturn]] void refuse(const std::string& pointer, const std::string& message,
                           const std::string& expected = "") const {
    throw source_.error(pointer, message, expected);
  }

  /// Functions that make parts of a template, and stand where the name of a part is.
  void refuse_macro(const std::string& name, const std::string& pointer) const {
    if (!is_macro(name)) return;
    throw source_.error_at_key(pointer, name + " is not emulated by Cloche", "what it makes, written out");
  }

  void check_nulls(const Json& value, const std::string& pointer) const {
    if (value.is_null()) {
      throw source_.error_at_key(
          pointer,
          fmt::format("Template format error: [{}] 'null' values are not allowed in templates", pointer),
          "a value");
    }
    if (value.is_object()) {
      for (const auto& [name, part] : value.items()) check_nulls(part, pointer + "/" + pointer_step(name));
    } else if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) check_nulls(value[i], fmt::format("{}/{}", pointer, i));
    }
  }

  void check_sections() const {
    for (const auto& [name, section] : document_.items()) {
      if (std::ranges::find(section_names, std::string_view(name)) != section_names.end()) continue;
      refuse_macro(name, "/" + pointer_step(name));
      throw source_.error_at_key("/" + pointer_step(name),
                                 fmt::format("Invalid template property or properties [{}]", name),
                                 fmt::format("one of {}", fmt::join(section_names, ", ")));
    }
    if (document_.contains("AWSTemplateFormatVersion") &&
        document_["AWSTemplateFormatVersion"] != "2010-09-09") {
      refuse("/AWSTemplateFormatVersion",
             "Template format error: unsupported value for AWSTemplateFormatVersion.", "2010-09-09");
    }
    if (!document_.contains("Resources")) {
      refuse("", "Template format error: At least one Resources member must be defined.", "Resources");
    }
    for (const char* name : {"Resources", "Parameters", "Outputs", "Mappings", "Conditions", "Rules"}) {
      if (document_.contains(name) && !document_[name].is_object()) {
        refuse(std::string("/") + name, fmt::format("Template format error: {} must be an object", name),
               "an object");
      }
    }
    if (document_["Resources"].empty()) {
      refuse("/Resources", "Template format error: At least one Resources member must be defined.",
             "a resource");
    }
    for (const auto& [name, most] : section_limits) {
      const std::size_t size = document_.contains(name) ? document_[name].size() : 0;
      if (size <= most) continue;
      std::string lower = name;
      lower[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(lower[0])));
      refuse(std::string("/") + name,
             fmt::format("Template format error: Number of {}, {}, is greater than maximum allowed, {}",
                         lower, size, most));
    }
    check_description();
    check_transform();
  }

  /// The words for another kind are assumed.
  void check_description() const {
    if (!document_.contains("Description")) return;
    if (!document_["Description"].is_string())
      refuse("/Description", "Template format error: Description must be a string.", "a text");
    check_length(document_["Description"], "/Description");
  }

  /// That these words are said of an output's description too is assumed.
  void check_length(const Json& description, const std::string& pointer) const {
    if (!description.is_string()) return;
    if (description.get_ref<const std::string&>().size() <= longest_description) return;
    refuse(pointer, fmt::format("Template format error: 'Description' length is greater than {}.",
                                longest_description));
  }

  void check_names(const char* section, const char* kind) const {
    if (!document_.contains(section)) return;
    for (const auto& [name, part] : document_[section].items())
      check_name(kind, name, fmt::format("/{}/{}", section, pointer_step(name)));
  }

  void check_name(const char* kind, const std::string& name, const std::string& pointer) const {
    if (!is_name(name)) {
      throw source_.error_at_key(
          pointer, fmt::format("Template format error: {} name {} is non alphanumeric.", kind, name),
          "letters and digits");
    }
    if (name.size() > longest_name) {  // assumed: the words
      throw source_.error_at_key(
          pointer, fmt::format("Template format error: {} name {} is longer than {} characters.", kind, name,
                               longest_name));
    }
  }

  void check_names_differ() const {
    if (!document_.contains("Parameters")) return;
    std::vector<std::string> common;
    for (const auto& [name, part] : document_["Parameters"].items()) {
      if (document_["Resources"].contains(name)) common.push_back(name);
    }
    if (common.empty()) return;
    throw source_.error_at_key(
        "/Resources/" + common.front(),
        fmt::format(
            "Template error: all resources and parameters must have unique names. Common name(s):[{}]",
            fmt::join(common, ", ")));
  }

  void check_mappings() const {
    if (!document_.contains("Mappings")) return;
    check_names("Mappings", "Mapping");  // assumed: the words
    for (const auto& [name, mapping] : document_["Mappings"].items()) {
      const std::string pointer = "/Mappings/" + pointer_step(name);
      require_map(mapping, pointer);
      for (const auto& [key, values] : mapping.items()) {
        const std::string here = pointer + "/" + pointer_step(key);
        check_map_key(key, here,
                      fmt::format("Mappings element name '{}' must be non-empty and can contain only "
                                  "alphanumerics, '-' or '.'",
                                  key));
        require_map(values, here);
        for (const auto& [attribute, value] : values.items()) {
          check_map_key(attribute, here + "/" + pointer_step(attribute),
                        fmt::format("Mappings attribute name '{}' must contain only alphanumeric characters.",
                                    attribute));
          if (value.is_object()) {
            refuse(here + "/" + pointer_step(attribute),
                   "Template format error: Every Mappings attribute must be a String or a List.",
                   "a text or a list, without functions");
          }
        }
      }
    }
  }

  /// Assumed: that an attribute may have hyphens and dots too.
  void check_map_key(const std::string& key, const std::string& pointer, const std::string& message) const {
    std::string name = key;
    std::erase_if(name, [](char c) { return c == '-' || c == '.'; });
    if (key.empty() || !(name.empty() || is_name(name)))
      throw source_.error_at_key(pointer, "Template format error: " + message, "letters, digits, - and .");
  }

  /// The words are assumed.
  void require_map(const Json& value, const std::string& pointer) const {
    if (!value.is_object())
      refuse(pointer, "Template format error: Every Mappings member must be a map.", "an object");
  }

  /// What is left of `Transform` when ours is done.
  void check_transform() const {
    if (!document_.contains("Transform")) return;
    const Json& wanted = document_["Transform"];
    const Json names = wanted.is_array() ? wanted : Json::array({wanted});
    for (const Json& name : names) {
      if (name == "AWS::LanguageExtensions" || name == "AWS::Serverless-2016-10-31") continue;
      refuse("/Transform",
             fmt::format("No transform named {} found",
                         name.is_string() ? name.get<std::string>() : name.dump()),
             "AWS::Serverless-2016-10-31; macros are not emulated");
    }
  }

  void check_resource(const std::string& id, const Json& resource) const {
    const std::string pointer = "/Resources/" + pointer_step(id);
    refuse_macro(id, pointer);
    check_name("Resource", id, pointer);
    if (!resource.is_object()) {
      refuse(pointer, "Template format error: Any Resources member must be an object.", "an object");
    }
    if (!resource.contains("Type")) {
      throw source_.error_at_key(
          pointer,
          fmt::format(
              "Template format error: [/Resources/{}] Every Resources object must contain a Type member.",
              id),
          "Type");
    }
    if (!resource["Type"].is_string()) {
      refuse(pointer + "/Type", "Template format error: Every Type member must be a string.", "a string");
    }
    check_type(resource["Type"].get<std::string>(), pointer + "/Type");
    for (const auto& [name, part] : resource.items()) {
      if (std::ranges::find(resource_members, std::string_view(name)) != resource_members.end()) continue;
      refuse_macro(name, pointer + "/" + pointer_step(name));
      throw source_.error_at_key(pointer + "/" + pointer_step(name),
                                 fmt::format("Invalid template resource property '{}'", name),
                                 fmt::format("one of {}", fmt::join(resource_members, ", ")));
    }
    if (resource.contains("Properties") && !resource["Properties"].is_object()) {
      refuse(pointer + "/Properties", "Template format error: Every Properties member must be an object.",
             "an object");
    }
    check_policy(id, resource, "DeletionPolicy");
    check_policy(id, resource, "UpdateReplacePolicy");
    if (resource.contains("Condition")) check_condition(resource["Condition"], pointer + "/Condition");
    check_depends_on(resource, pointer);
  }

  /// What the transform has not taken.
  void check_type(const std::string& type, const std::string& pointer) const {
    if (!type.starts_with("AWS::Serverless::")) return;
    refuse(pointer, fmt::format("Template format error: Unrecognized resource types: [{}]", type),
           document_.contains("Transform") ? "a resource type of SAM"
                                           : "Transform: AWS::Serverless-2016-10-31 in the template");
  }

  /// What a function comes to is checked when it is worked out.
  void check_policy(const std::string& id, const Json& resource, const char* name) const {
    if (!resource.contains(name)) return;
    if (has_extensions_ && !function_name(resource[name]).empty()) return;
    const std::string type = resource["Type"];
    PolicyAttribute{source_, id, type, name}.check(resource[name]);
  }

  void check_condition(const Json& name, const std::string& pointer) const {
    if (!name.is_string()) {
      refuse(pointer, "Template format error: Every Condition member must be a string.",
             "the name of a condition");
    }
    if (document_.contains("Conditions") && document_["Conditions"].contains(name.get<std::string>())) return;
    refuse(pointer,
           fmt::format(
               "Template format error: Unresolved condition dependency {} in the {} block of the template",
               name.get<std::string>(), pointer_steps(pointer)[0]),
           "a condition of the template");
  }

  void check_choice(const Json& argument, const std::string& pointer) const {
    if (!argument[0].is_string()) {
      refuse(pointer + "/0",
             "Template error: Fn::If requires a list argument with the first element being a "
             "condition",  // assumed
             "the name of a condition");
    }
    const std::string name = argument[0];
    if (document_.contains("Conditions") && document_["Conditions"].contains(name)) return;
    refuse(pointer + "/0", fmt::format("Template error: unresolved condition dependency {} in Fn::If", name),
           "a condition of the template");
  }

  void check_depends_on(const Json& resource, const std::string& pointer) const {
    if (!resource.contains("DependsOn")) return;
    const Json& depends = resource["DependsOn"];
    const Json names = depends.is_array() ? depends : Json::array({depends});
    for (std::size_t i = 0; i < names.size(); ++i) {
      std::string here = pointer + "/DependsOn";
      if (depends.is_array()) here += fmt::format("/{}", i);
      if (!names[i].is_string()) {
        refuse(here, "Template format error: DependsOn must be a string or list of strings.",
               "the logical id of a resource");
      }
      require_resource(names[i].get<std::string>(), here);
    }
  }

  void require_resource(const std::string& name, const std::string& pointer) const {
    if (!document_["Resources"].contains(name)) unresolved_.emplace_back(name, pointer);
  }

  /// All that are missing in one error, at the place of the first.
  void refuse_unresolved(const char* block) const {
    if (unresolved_.empty()) return;
    std::set<std::string> names;
    for (const auto& [name, pointer] : unresolved_) names.insert(name);
    refuse(unresolved_.front().second,
           fmt::format(
               "Template format error: Unresolved resource dependencies [{}] in the {} block of the template",
               fmt::join(names, ", "), block),
           "a resource of the template");
  }

  void require_name(const std::string& name, const std::string& pointer) const {
    static constexpr std::array<std::string_view, 8> pseudo = {
        "AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition",
        "AWS::Region",    "AWS::StackId", "AWS::StackName",        "AWS::URLSuffix"};
    if (std::ranges::find(pseudo, std::string_view(name)) != pseudo.end()) return;
    if (document_.contains("Parameters") && document_["Parameters"].contains(name)) return;
    require_resource(name, pointer);
  }

  void check_references(const Json& value, const std::string& pointer) const {
    if (value.is_object()) {
      if (!function_name(value).empty()) check_function(value, pointer);
      for (const auto& [name, part] : value.items()) {
        check_references(part, pointer + "/" + pointer_step(name));
      }
    } else if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        check_references(value[i], pointer + "/" + std::to_string(i));
      }
    }
  }

  void check_is_function(const std::string& name, const Json& argument, const std::string& pointer) const {
    if (is_macro(name)) return;
    if (std::ranges::find(supported_functions, name) != supported_functions.end()) return;
    if (has_extensions_ && is_language_extension(name, argument)) return;
    throw source_.error_at_key(pointer,
                               fmt::format("Template Error: Encountered unsupported function: {} Supported "
                                           "functions are: [{}]",
                                           name, fmt::join(supported_functions, ", ")));
  }

  void check_form(const std::string& name, const Json& argument, const std::string& pointer) const {
    const bool is_too_much = !has_extensions_ && is_language_extension(name, argument);
    if (is_too_much || !has_form(name, argument)) refuse(pointer, std::string(form_message(name)));
  }

  void check_function(const Json& value, const std::string& pointer) const {
    const std::string name = function_name(value);
    const Json& argument = value.begin().value();
    const std::string here = pointer + "/" + pointer_step(name);
    check_is_function(name, argument, here);
    check_form(name, argument, here);
    if (name == "Ref") {
      require_name(argument.get<std::string>(), here);
    } else if (name == "Fn::GetAtt") {
      const std::string text = argument.is_array() ? argument[0] : argument;
      require_resource(text.substr(0, text.find('.')), here);
    } else if (name == "Fn::If") {
      check_choice(argument, here);
    } else if (name == "Fn::Sub") {
      check_sub(argument, here);
    }
  }

  void check_sub(const Json& argument, const std::string& pointer) const {
    if (const std::string_view error = sub_error(argument); !error.empty())
      refuse(pointer, std::string(error), "a name; ${!...} stands for ${...} itself");
    const bool listed = argument.is_array();
    const Json& text = listed ? argument[0] : argument;
    for (const std::string& name : names_in_sub(text.get<std::string>())) {
      if (listed && argument[1].contains(name)) continue;
      const std::size_t dot = name.find('.');
      if (dot == std::string::npos) {
        require_name(name, pointer);
      } else {
        require_resource(name.substr(0, dot), pointer);
      }
    }
  }

  void check_outputs() const {
    if (!document_.contains("Outputs")) return;
    for (const auto& [name, output] : document_["Outputs"].items())
      refuse_macro(name, "/Outputs/" + pointer_step(name));
    check_names("Outputs", "Output");
    for (const auto& [name, output] : document_["Outputs"].items()) {
      const std::string pointer = "/Outputs/" + pointer_step(name);
      if (!output.is_object()) {
        refuse(pointer, "Template format error: Any Outputs member must be an object.", "an object");
      }
      if (!output.contains("Value")) {
        throw source_.error_at_key(pointer,
                                   fmt::format("Template format error: Output {} is malformed. Every Outputs "
                                               "member must contain a Value object",
                                               name),
                                   "Value");
      }
      for (const auto& [member, part] : output.items()) {
        if (std::ranges::find(output_members, std::string_view(member)) != output_members.end()) continue;
        throw source_.error_at_key(pointer + "/" + pointer_step(member),
                                   fmt::format("Invalid template output property '{}'", member),  // assumed
                                   fmt::format("one of {}", fmt::join(output_members, ", ")));
      }
      check_output_value(output["Value"], pointer + "/Value");
      if (output.contains("Condition")) check_condition(output["Condition"], pointer + "/Condition");
      if (output.contains("Description")) check_length(output["Description"], pointer + "/Description");
      check_references(output["Value"], pointer + "/Value");
      if (!output.contains("Export")) continue;
      check_references(output["Export"], pointer + "/Export");
      check_export(source_, name, output["Export"]);
    }
  }

  void check_output_value(const Json& value, const std::string& pointer) const {
    if (!value.is_structured() || !function_name(value).empty()) return;
    refuse(pointer,
           fmt::format("Template format error: The Value field of every Outputs member must evaluate "
                       "to a String and not a {}.",
                       value.is_array() ? "List" : "Map"),
           "a text, or a function that comes to one");
  }

  const Template& source_;
  const Json& document_;
  const bool has_extensions_;                                            // AWS::LanguageExtensions
  mutable std::vector<std::pair<std::string, std::string>> unresolved_;  // names, and where they stand
};

}  // namespace

void check_structure(const Template& source) { Structure(source).check(); }

}  // namespace cloche::deploy
