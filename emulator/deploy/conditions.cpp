#include "emulator/deploy/conditions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <variant>

#include "emulator/deploy/dependency_graph.h"
#include "emulator/deploy/function_forms.h"
#include "emulator/deploy/functions.h"
#include "emulator/deploy/json_pointer.h"
#include "emulator/deploy/language_extensions.h"
#include "emulator/deploy/references.h"

namespace cloche::deploy {

namespace {

bool is_condition(const Json& value) {
  static constexpr std::string_view functions[] = {"Condition", "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not"};
  const std::string name = function_name(value);
  return std::ranges::find(functions, name) != std::end(functions);
}

class Conditions {
 public:
  explicit Conditions(const Template& source)
      : source_(source), document_(source.document()), conditions_(document_["Conditions"]) {}

  void check() {
    for (const auto& [name, definition] : conditions_.items()) {
      const std::string pointer = "/Conditions/" + pointer_step(name);
      if (!is_condition(definition)) {
        refuse(pointer,
               "Template format error: Conditions can only be boolean operations on parameters and other "
               "conditions",
               "Fn::Equals, Fn::And, Fn::Or, Fn::Not");
      }
      look_at(definition, pointer, needs_[name]);
    }
    check_names();
    check_circles();
  }

 private:
  [[noreturn]] void refuse(const std::string& pointer, const std::string& message,
                           const std::string& expected = "") const {
    throw source_.error(pointer, message, expected);
  }

  /// The functions in a value; `needs` gets the conditions that it names.
  void look_at(const Json& value, const std::string& pointer, std::set<std::string>& needs) const {
    const std::string name = function_name(value);
    if (!name.empty()) {
      const Json& argument = value.begin().value();
      const std::string here = pointer + "/" + pointer_step(name);
      if (name == "Fn::ImportValue")
        refuse(here, "Template error: Cannot use Fn::ImportValue in Conditions.");
      const bool is_too_much = is_language_extension(name, argument) && !has_language_extensions(document_);
      if (is_too_much || !has_form(name, argument)) refuse(here, std::string(form_message(name)));
      if (name == "Fn::Sub" && !sub_error(argument).empty()) refuse(here, std::string(sub_error(argument)));
      if (name == "Condition") need(argument, here, needs);
      if (name == "Fn::If") need(argument[0], here + "/0", needs);
    }
    if (value.is_object()) {
      for (const auto& [member, part] : value.items())
        look_at(part, pointer + "/" + pointer_step(member), needs);
    } else if (value.is_array()) {
      for (std::size_t i = 0; i < value.size(); ++i)
        look_at(value[i], fmt::format("{}/{}", pointer, i), needs);
    }
  }

  void need(const Json& name, const std::string& pointer, std::set<std::string>& needs) const {
    if (!name.is_string()) {
      refuse(pointer, "Template format error: Every Condition member must be a string.",
             "the name of a condition");
    }
    if (!conditions_.contains(name.get_ref<const std::string&>())) {
      refuse(
          pointer,
          fmt::format("Template format error: Unresolved condition dependency {} in the Conditions block of "
                      "the template",
                      name.get_ref<const std::string&>()),
          "a condition of the template");
    }
    needs.insert(name.get<std::string>());
  }

  void check_names() const {
    for (const auto& [name, definition] : conditions_.items()) {
      std::set<std::string> unknown;
      const Branch both = [](const Json& argument) { return &argument; };
      for (const std::string& one : names_referred_to(definition, both)) {
        const bool is_parameter = document_.contains("Parameters") && document_["Parameters"].contains(one);
        if (!is_parameter && !one.starts_with("AWS::")) unknown.insert(one);
      }
      if (unknown.empty()) continue;
      refuse("/Conditions/" + pointer_step(name),
             fmt::format("Template format error: Unresolved dependencies [{}]. Cannot reference resources in "
                         "the Conditions block of the template",
                         fmt::join(unknown, ", ")),
             "a parameter");
    }
  }

  void check_circles() const {
    const auto order = creation_order(needs_);
    const auto* circle = std::get_if<Circle>(&order);
    if (circle == nullptr) return;
    // Assumed: the words.
    refuse("/Conditions/" + pointer_step(circle->names.front()),
           fmt::format("Template error: Circular dependency between conditions: [{}]",
                       fmt::join(circle->names, ", ")));
  }

  const Template& source_;
  const Json& document_;
  const Json& conditions_;
  Dependencies needs_;
};

}  // namespace

void check_conditions(const Template& source) {
  const auto found = source.document().find("Conditions");
  if (found == source.document().end()) return;
  if (!found->is_object())
    throw source.error("/Conditions", "Template format error: Conditions must be an object", "an object");
  Conditions(source).check();
}

}  // namespace cloche::deploy
