#include "emulator/deploy/functions.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>

#include "emulator/deploy/cidr.h"
#include "emulator/deploy/json_pointer.h"
#include "fakes/core/digest.h"
#include "fakes/core/fault.h"

namespace cloche::deploy {

namespace {

const Json gone = Json(Json::value_t::discarded);  // AWS::NoValue

/// One evaluation of one value.
class Evaluator {
 public:
  Evaluator(const FunctionScope& scope, const Answers* answers) : scope_(scope), answers_(answers) {}

  Json value(const Json& given, const std::string& pointer) const {
    const std::string name = function_name(given);
    if (!name.empty() && name != "Condition")
      return function(name, given.begin().value(), pointer + "/" + pointer_step(name));
    if (given.is_object()) {
      Json made = Json::object();
      for (const auto& [member, part] : given.items()) {
        Json worked = value(part, pointer + "/" + pointer_step(member));
        if (!worked.is_discarded()) made.emplace(member, std::move(worked));
      }
      return made;
    }
    if (given.is_array()) {
      Json made = Json::array();
      for (std::size_t i = 0; i < given.size(); ++i) {
        Json worked = value(given[i], pointer + "/" + std::to_string(i));
        if (!worked.is_discarded()) made.push_back(std::move(worked));
      }
      return made;
    }
    return given;
  }

  bool condition(const Json& given, const std::string& pointer) const {
    const std::string name = function_name(given);
    if (name.empty()) {
      if (given.is_boolean()) return given.get<bool>();
      if (given == "true" || given == "false") return given == "true";
      refuse(pointer, "Template error: a condition must be a condition function",
             "Fn::Equals, Fn::And, Fn::Or, Fn::Not");
    }
    const Json& argument = given.begin().value();
    const std::string inner = pointer + "/" + pointer_step(name);
    require_form(name, argument, inner);
    if (name == "Condition") return named_condition(argument, inner);
    if (name == "Fn::Equals") return equals(argument, inner);
    if (name == "Fn::Not") return !condition(argument[0], inner + "/0");
    if (name == "Fn::And" || name == "Fn::Or") return combined(name, argument, inner);
    if (name == "Fn::Contains" || name == "Fn::EachMemberIn" || name == "Fn::EachMemberEquals") {
      return membership(name, argument, inner);
    }
    const Json worked = value(given, pointer);
    if (worked.is_boolean()) return worked.get<bool>();
    if (worked == "true" || worked == "false") return worked == "true";
    refuse(pointer, fmt::format("Template error: {} is not a condition function", name),
           "Fn::Equals, Fn::And, Fn::Or, Fn::Not");
  }

 private:
  [[noreturn]] void refuse(const std::string& pointer, const std::string& message,
                           const std::string& expected = "") const {
    throw scope_.source.error(pointer, message, expected);
  }

  void require_form(const std::string& name, const Json& argument, const std::string& pointer) const {
    if (!has_form(name, argument)) refuse_form(name, pointer);
  }
  [[noreturn]] void refuse_form(std::string_view name, const std::string& pointer) const {
    refuse(pointer, std::string(form_message(name)));
  }

  Json function(const std::string& name, const Json& argument, const std::string& pointer) const {
    using Function = Json (Evaluator::*)(const Json&, const std::string&) const;
    static constexpr std::array<std::pair<std::string_view, Function>, 15> functions = {
        {{"Ref", &Evaluator::reference},
         {"Fn::GetAtt", &Evaluator::attribute},
         {"Fn::Sub", &Evaluator::substitute},
         {"Fn::Join", &Evaluator::join},
         {"Fn::Select", &Evaluator::select},
         {"Fn::Split", &Evaluator::split},
         {"Fn::If", &Evaluator::choose},
         {"Fn::FindInMap", &Evaluator::find_in_map},
         {"Fn::Base64", &Evaluator::encode},
         {"Fn::Cidr", &Evaluator::subnets},
         {"Fn::GetAZs", &Evaluator::zones},
         {"Fn::ImportValue", &Evaluator::import},
         {"Fn::Length", &Evaluator::length},
         {"Fn::ToJsonString", &Evaluator::json_text},
         {"Fn::Transform", &Evaluator::transform}}};
    require_form(name, argument, pointer);
    for (const auto& [known, evaluate] : functions) {
      if (known == name) return (this->*evaluate)(argument, pointer);
    }
    static constexpr std::string_view conditions[] = {"Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not"};
    if (std::ranges::find(conditions, name) != std::end(conditions)) {
      return condition(Json{{name, argument}}, pointer.substr(0, pointer.rfind('/')));
    }
    refuse(pointer, fmt::format("Template error: the function {} is not supported", name),
           "an intrinsic function of CloudFormation");
  }

  const Answers& answers(const std::string& pointer, const std::string& name) const {
    if (answers_ != nullptr) return *answers_;
    refuse(pointer,
           fmt::format("Template format error: Unresolved dependencies [{}]. Cannot reference resources in "
                       "the {} block of the template",
                       name, block_of(pointer)),
           "a parameter");
  }

  static std::string block_of(const std::string& pointer) {
    const auto steps = pointer_steps(pointer);
    return steps.empty() ? "" : steps[0];
  }

  Json named(const std::string& name, const std::string& pointer) const {
    if (name == "AWS::NoValue") return gone;
    Json found = parameter_reference(scope_, name);
    if (!found.is_null()) return found;
    const Answers& asked = answers(pointer, name);
    if (!asked.ref) fail("Ref of {} is asked, and nothing answers", name);
    return asked.ref(name);
  }

  Json attribute_of(const std::string& resource, const std::string& attribute,
                    const std::string& pointer) const {
    const Answers& asked = answers(pointer, resource);
    if (!asked.attribute) fail("Fn::GetAtt of {} is asked, and nothing answers", resource);
    std::optional<Json> found = asked.attribute(resource, attribute);
    if (found) return std::move(*found);
    refuse(pointer,
           fmt::format("Template error: resource {} does not support attribute type {} in Fn::GetAtt",
                       resource, attribute));
  }

  Json reference(const Json& argument, const std::string& pointer) const {
    return named(argument.get<std::string>(), pointer);
  }

  Json attribute(const Json& argument, const std::string& pointer) const {
    std::string resource;
    std::string name;
    if (argument.is_string()) {
      const std::string text = argument.get<std::string>();
      const std::size_t dot = text.find('.');
      resource = text.substr(0, dot);
      name = text.substr(dot + 1);
    } else {
      resource = argument[0].get<std::string>();
      for (std::size_t i = 1; i < argument.size(); ++i) {
        if (!name.empty()) name += '.';
        name +=
            text(value(argument[i], pointer + "/" + std::to_string(i)), pointer, form_message("Fn::GetAtt"));
      }
    }
    if (name.empty()) refuse_form("Fn::GetAtt", pointer);
    return attribute_of(resource, name, pointer);
  }

  /// A scalar as text.
  std::string text(const Json& part, const std::string& pointer, std::string_view message) const {
    if (part.is_string()) return part.get<std::string>();
    if (part.is_boolean() || part.is_number()) return part.dump();
    refuse(pointer, std::string(message), "a string");
  }

  Json substitute(const Json& argument, const std::string& pointer) const {
    const bool listed = argument.is_array();
    const std::string pattern = (listed ? argument[0] : argument).get<std::string>();
    std::string made;
    std::size_t at = 0;
    while (true) {
      const std::size_t start = pattern.find("${", at);
      const std::size_t end = start == std::string::npos ? start : pattern.find('}', start);
      if (end == std::string::npos) break;
      made.append(pattern, at, start - at);
      made += substituted(pattern.substr(start + 2, end - start - 2), listed ? argument[1] : Json(), pointer);
      at = end + 1;
    }
    return made + pattern.substr(at);
  }

  std::string substituted(const std::string& name, const Json& variables, const std::string& pointer) const {
    if (name.starts_with('!')) return "${" + name.substr(1) + "}";
    const std::string message =
        fmt::format("Template error: variable {} in Fn::Sub expression does not resolve to a string", name);
    if (variables.is_object() && variables.contains(name)) {
      return text(value(variables[name], pointer + "/1/" + pointer_step(name)), pointer, message);
    }
    const std::size_t dot = name.find('.');
    const Json found = dot == std::string::npos
                           ? named(name, pointer)
                           : attribute_of(name.substr(0, dot), name.substr(dot + 1), pointer);
    if (found.is_discarded()) return "";
    return text(found, pointer, message);
  }

  Json join(const Json& argument, const std::string& pointer) const {
    const Json parts = value(argument[1], pointer + "/1");
    if (!parts.is_array()) refuse_form("Fn::Join", pointer);
    std::string made;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0) made += argument[0].get_ref<const std::string&>();
      made += text(parts[i], pointer + "/1/" + std::to_string(i), form_message("Fn::Join"));
    }
    return made;
  }

  Json select(const Json& argument, const std::string& pointer) const {
    const Json selection =
        Json::array({value(argument[0], pointer + "/0"), value(argument[1], pointer + "/1")});
    const Json& list = selection[1];
    if (!has_form("Fn::Select", selection) || !list.is_array()) refuse_form("Fn::Select", pointer);
    const std::string index = text(selection[0], pointer, form_message("Fn::Select"));
    const std::size_t at = std::stoul(index);
    if (at >= list.size()) {
      refuse(pointer,
             fmt::format("Template error: Fn::Select  cannot select nonexistent value at index {}", index));
    }
    return list[at];
  }

  Json split(const Json& argument, const std::string& pointer) const {
    const std::string delimiter = argument[0].get<std::string>();
    const std::string whole = text(value(argument[1], pointer + "/1"), pointer, form_message("Fn::Split"));
    Json made = Json::array();
    for (std::size_t start = 0; start <= whole.size();) {
      const std::size_t end = std::min(whole.find(delimiter, start), whole.size());
      made.push_back(whole.substr(start, end - start));
      start = end + delimiter.size();
    }
    return made;
  }

  Json choose(const Json& argument, const std::string& pointer) const {
    const std::size_t chosen = named_condition(argument[0], pointer + "/0") ? 1 : 2;
    return value(argument[chosen], pointer + "/" + std::to_string(chosen));
  }

  Json find_in_map(const Json& argument, const std::string& pointer) const {
    const bool with_default = argument.size() == 4;
    std::string keys[3];
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string here = pointer + "/" + std::to_string(i);
      keys[i] = text(value(argument[i], here), here, form_message("Fn::FindInMap"));
    }
    const Json& document = scope_.source.document();
    const Json* found = document.contains("Mappings") ? &document["Mappings"] : nullptr;
    for (std::size_t i = 0; i < 3 && found != nullptr; ++i) {
      const auto next = found->is_object() ? found->find(keys[i]) : found->end();
      found = found->is_object() && next != found->end() ? &*next : nullptr;
      if (found != nullptr) continue;
      if (with_default) return value(argument[3]["DefaultValue"], pointer + "/3/DefaultValue");
      if (i == 0) break;
      refuse(pointer,
             fmt::format("Template error: Unable to get mapping for {}::{}::{}", keys[0], keys[1], keys[2]));
    }
    if (found != nullptr) return *found;
    refuse(pointer,
           fmt::format(
               "Template error: Mapping named '{}' is not present in the 'Mappings' section of template.",
               keys[0]));
  }

  Json encode(const Json& argument, const std::string& pointer) const {
    return base64(text(value(argument, pointer), pointer, form_message("Fn::Base64")));
  }

  Json subnets(const Json& argument, const std::string& pointer) const {
    std::string parts[3] = {"", "", "8"};
    for (std::size_t i = 0; i < argument.size(); ++i) {
      const std::string here = pointer + "/" + std::to_string(i);
      parts[i] = text(value(argument[i], here), here, form_message("Fn::Cidr"));
    }
    const auto made = cidr_blocks(parts[0], parts[1], parts[2]);
    if (!made) {
      refuse(pointer,
             fmt::format("Template error: Fn::Cidr cannot make {} blocks of {} with {} bits", parts[1],
                         parts[0], parts[2]),
             "an IPv4 block, 1 to 256 subnets that fit in it, and the bits of an address in each");
    }
    return *made;
  }

  Json zones(const Json& argument, const std::string& pointer) const {
    std::string region = text(value(argument, pointer), pointer, form_message("Fn::GetAZs"));
    if (region.empty()) region = scope_.pseudo.region;
    // Three of each region: those that nearly all have.
    return Json::array({region + "a", region + "b", region + "c"});
  }

  Json import(const Json& argument, const std::string& pointer) const {
    if (answers_ == nullptr)
      refuse(pointer, fmt::format("Template error: Cannot use Fn::ImportValue in {}.", block_of(pointer)));
    const std::string name = text(value(argument, pointer), pointer, form_message("Fn::ImportValue"));
    const Answers& asked = answers(pointer, name);
    if (!asked.exported) fail("the export {} is asked for, and nothing answers", name);
    if (auto found = asked.exported(name)) return *found;
    refuse(pointer, fmt::format("No export named {} found", name));
  }

  Json length(const Json& argument, const std::string& pointer) const {
    const Json list = value(argument, pointer);
    if (!list.is_array()) refuse_form("Fn::Length", pointer);
    return list.size();
  }

  Json json_text(const Json& argument, const std::string& pointer) const {
    const Json worked = value(argument, pointer);
    if (!worked.is_structured()) refuse_form("Fn::ToJsonString", pointer);
    return worked.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  Json transform(const Json& argument, const std::string& pointer) const {
    const auto name = argument.is_object() ? argument.find("Name") : argument.end();
    refuse(pointer,
           fmt::format("No transform named {} found",
                       argument.is_object() && name != argument.end() && name->is_string()
                           ? name->get<std::string>()
                           : std::string("")),
           "a template without macros, for they are not emulated");
  }

  bool named_condition(const Json& argument, const std::string& pointer) const {
    if (!argument.is_string()) {
      refuse(pointer, "Template error: the name of a condition must be a string", "the name of a condition");
    }
    return scope_.condition(argument.get<std::string>(), pointer);
  }

  bool equals(const Json& argument, const std::string& pointer) const {
    const auto side = [&](std::size_t i) {
      const Json worked = value(argument[i], pointer + "/" + std::to_string(i));
      if (worked.is_discarded()) return std::string();
      return worked.is_string() ? worked.get<std::string>() : worked.dump();
    };
    return side(0) == side(1);
  }

  bool combined(const std::string& name, const Json& argument, const std::string& pointer) const {
    const bool all = name == "Fn::And";
    bool result = all;
    for (std::size_t i = 0; i < argument.size(); ++i) {
      const bool holds = condition(argument[i], pointer + "/" + std::to_string(i));
      result = all ? result && holds : result || holds;
    }
    return result;
  }

  /// The functions of rules over lists.
  bool membership(const std::string& name, const Json& argument, const std::string& pointer) const {
    if (!argument.is_array() || argument.size() != 2) {
      refuse(pointer, fmt::format("Template error: every {} object requires two parameters", name));
    }
    const Json list = value(argument[0], pointer + "/0");
    const Json other = value(argument[1], pointer + "/1");
    if (!list.is_array() || (name == "Fn::EachMemberIn" && !other.is_array())) {
      refuse(pointer, fmt::format("Template error: {} requires a list of strings", name), "a list");
    }
    const auto in = [](const Json& where, const Json& what) {
      return std::ranges::find(where, what) != where.end();
    };
    if (name == "Fn::Contains") return in(list, other);
    return std::ranges::all_of(
        list, [&](const Json& one) { return name == "Fn::EachMemberIn" ? in(other, one) : one == other; });
  }

  const FunctionScope& scope_;
  const Answers* answers_;
};

}  // namespace

bool is_no_value(const Json& value) {
  return function_name(value) == "Ref" && value.begin().value() == "AWS::NoValue";
}

Json evaluate(const FunctionScope& scope, const Json& value, std::string_view pointer,
              const Answers* answers) {
  Json made = Evaluator(scope, answers).value(value, std::string(pointer));
  return made.is_discarded() ? Json() : made;
}

bool evaluate_condition(const FunctionScope& scope, const Json& value, std::string_view pointer) {
  return Evaluator(scope, nullptr).condition(value, std::string(pointer));
}

Json parameter_reference(const FunctionScope& scope, const std::string& name) {
  const auto found = scope.parameters.find(name);
  if (found != scope.parameters.end()) return found->second.value;
  const PseudoParameters& pseudo = scope.pseudo;
  if (name == "AWS::AccountId") return pseudo.account_id;
  if (name == "AWS::Region") return pseudo.region;
  if (name == "AWS::Partition") return pseudo.partition;
  if (name == "AWS::URLSuffix") return pseudo.url_suffix;
  if (name == "AWS::StackName") return pseudo.stack_name;
  if (name == "AWS::StackId") return pseudo.stack_id;
  if (name == "AWS::NotificationARNs") return pseudo.notification_arns;
  return nullptr;
}

std::vector<std::string> names_in_sub(const std::string& text) {
  std::vector<std::string> names;
  for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at + 2)) {
    const std::size_t end = text.find('}', at);
    if (end == std::string::npos) break;
    const std::string name = text.substr(at + 2, end - at - 2);
    if (!name.starts_with('!')) names.push_back(name);
  }
  return names;
}

std::string_view sub_error(const Json& argument) {
  const Json& text = argument.is_array() && !argument.empty() ? argument[0] : argument;
  if (!text.is_string()) return "";
  const auto is_name = [](const std::string& name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
             c == '.' || c == ':';
    });
  };
  if (std::ranges::all_of(names_in_sub(text.get_ref<const std::string&>()), is_name)) return "";
  return "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, "
         "underscores, periods, and colons";
}

}  // namespace cloche::deploy
