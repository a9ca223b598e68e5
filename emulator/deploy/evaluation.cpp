#include "emulator/deploy/evaluation.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "emulator/deploy/deletion_policy.h"
#include "emulator/deploy/dependency_graph.h"
#include "emulator/deploy/export_name.h"
#include "emulator/deploy/functions.h"
#include "emulator/deploy/json_pointer.h"
#include "emulator/deploy/parameters.h"
#include "emulator/deploy/references.h"
#include "emulator/deploy/structure.h"
#include "fakes/core/fault.h"

namespace cloche::deploy {

class Evaluation::State {
 public:
  State(Template source, const std::map<std::string, std::string>& given, PseudoParameters pseudo)
      : source_(std::move(source)), pseudo_(std::move(pseudo)) {
    check_structure(source_);
    parameters_ = parameter_values(source_, given);
    for (const auto& [name, value] : parameters_) listed_.push_back(value.parameter);
    for (const auto& [name, definition] : section("Conditions").items())
      condition(name, "/Conditions/" + pointer_step(name));
    check_rules();
    read_resources();
    check_circles();
    read_outputs();
  }

  const Json& section(const char* name) const {
    static const Json none = Json::object();
    const auto found = source_.document().find(name);
    return found == source_.document().end() ? none : *found;
  }

  FunctionScope scope() const {
    return {source_, parameters_, pseudo_, [this](const std::string& name, std::string_view pointer) {
              return condition(name, std::string(pointer));
            }};
  }

  /// Works a condition out when it is first asked for.
  bool condition(const std::string& name, const std::string& pointer) const {
    const auto known = conditions_.find(name);
    if (known != conditions_.end()) return known->second;
    const auto definition = section("Conditions").find(name);
    if (definition == section("Conditions").end()) {
      throw source_.error(
          pointer,
          fmt::format("Template format error: Unresolved condition dependency {} in the {} block of the "
                      "template",
                      name, pointer_steps(pointer).empty() ? "" : pointer_steps(pointer)[0]),
          "a condition of the template");
    }
    const bool holds = evaluate_condition(scope(), *definition, "/Conditions/" + pointer_step(name));
    conditions_.emplace(name, holds);
    return holds;
  }

  /// The resources that `value` refers to, in the branches that are chosen.
  void add_references(const Json& value, std::set<std::string>& found) const {
    const Branch chosen = [this](const Json& argument) -> const Json* {
      if (!argument.is_array() || argument.size() != 3 || !argument[0].is_string()) return nullptr;
      return &argument[condition(argument[0].get<std::string>(), "") ? 1 : 2];
    };
    for (const std::string& name : names_referred_to(value, chosen)) {
      if (!parameters_.contains(name) && section("Resources").contains(name)) found.insert(name);
    }
  }

  Template source_;
  PseudoParameters pseudo_;
  std::map<std::string, ParameterValue> parameters_;
  std::vector<TemplateParameter> listed_;
  std::vector<TemplateResource> resources_;
  std::vector<TemplateOutput> outputs_;

 private:
  bool is_wanted(const Json& definition, const std::string& pointer) const {
    const auto name = definition.find("Condition");
    return name == definition.end() || condition(name->get<std::string>(), pointer + "/Condition");
  }

  void read_resources() {
    for (const auto& [id, definition] : section("Resources").items()) {
      const std::string pointer = "/Resources/" + pointer_step(id);
      if (!is_wanted(definition, pointer)) {
        unwanted_.insert(id);
        continue;
      }
      TemplateResource resource{id, definition["Type"].get<std::string>(), pointer, &definition, {}};
      resource.deletion_policy = policy(resource, "DeletionPolicy");
      resource.update_replace_policy = policy(resource, "UpdateReplacePolicy");
      resources_.push_back(std::move(resource));
    }
    for (TemplateResource& resource : resources_) add_needs(resource);
  }

  std::string policy(const TemplateResource& resource, const char* name) const {
    const PolicyAttribute attribute{source_, resource.logical_id, resource.type, name};
    const auto written = resource.definition->find(name);
    if (written == resource.definition->end()) return "Delete";
    const Json chosen = evaluate(scope(), *written, attribute.pointer(), nullptr);
    if (chosen.is_null()) return "Delete";  // AWS::NoValue
    attribute.check(chosen);
    return chosen;
  }

  void add_needs(TemplateResource& resource) const {
    const Json& definition = *resource.definition;
    std::set<std::string> references;
    for (const char* part : {"Properties", "UpdatePolicy", "Metadata"}) {
      if (definition.contains(part)) add_references(definition[part], references);
    }
    check_are_wanted(references, resource.pointer, "Resources");
    for (const std::string& id : names_depended_on(definition)) {
      if (!unwanted_.contains(id)) references.insert(id);
    }
    resource.needs = std::move(references);
  }

  /// `references` are of the part of the template at `pointer`, in the section `block`.
  void check_are_wanted(const std::set<std::string>& references, const std::string& pointer,
                        const char* block) const {
    for (const std::string& id : references) {
      if (!unwanted_.contains(id)) continue;
      throw source_.error(
          pointer,
          fmt::format(
              "Template format error: Unresolved resource dependencies [{}] in the {} block of the template",
              id, block),
          fmt::format("a resource that is there whenever this one is; the condition of {} does not hold",
                      id));
    }
  }

  void check_circles() const {
    Dependencies dependencies;
    for (const TemplateResource& resource : resources_) dependencies[resource.logical_id] = resource.needs;
    order_of_resources(source_, dependencies);
  }

  void read_outputs() {
    for (const auto& [name, definition] : section("Outputs").items()) {
      const std::string pointer = "/Outputs/" + pointer_step(name);
      if (!is_wanted(definition, pointer)) continue;
      TemplateOutput output{name, "", pointer, &definition["Value"], nullptr};
      std::set<std::string> references;
      add_references(*output.value, references);
      check_are_wanted(references, pointer, "Outputs");
      if (definition.contains("Description") && definition["Description"].is_string()) {
        output.description = definition["Description"].get<std::string>();
      }
      const auto exported = definition.find("Export");
      if (exported != definition.end()) {
        output.export_name = &(*exported)["Name"];
        check_export_name(source_, name,
                          evaluate(scope(), *output.export_name, pointer + "/Export/Name", nullptr));
      }
      outputs_.push_back(std::move(output));
    }
  }

  void check_rules() const {
    for (const auto& [name, rule] : section("Rules").items()) {
      const std::string pointer = "/Rules/" + pointer_step(name);
      const bool right = rule.is_object() && rule.contains("Assertions") && rule["Assertions"].is_array();
      if (!right) {
        throw source_.error(pointer, fmt::format("Template format error: Rule {} must have Assertions", name),
                            "Assertions, a list");
      }
      const FunctionScope used = scope();
      if (rule.contains("RuleCondition") &&
          !evaluate_condition(used, rule["RuleCondition"], pointer + "/RuleCondition")) {
        continue;
      }
      for (std::size_t i = 0; i < rule["Assertions"].size(); ++i) {
        check_assertion(name, rule["Assertions"][i], fmt::format("{}/Assertions/{}", pointer, i));
      }
    }
  }

  void check_assertion(const std::string& rule, const Json& assertion, const std::string& pointer) const {
    if (!assertion.is_object() || !assertion.contains("Assert")) {
      throw source_.error(pointer,
                          fmt::format("Template format error: an assertion of rule {} lacks Assert", rule),
                          "Assert");
    }
    if (evaluate_condition(scope(), assertion["Assert"], pointer + "/Assert")) return;
    const auto words = assertion.find("AssertDescription");
    // The words around the author's are assumed.
    throw source_.error(pointer,
                        fmt::format("Template validation error: rule {} failed: {}", rule,
                                    words != assertion.end() && words->is_string() ? words->get<std::string>()
                                                                                   : "assertion"));
  }

  std::set<std::string> unwanted_;  // resources whose conditions do not hold
  mutable std::map<std::string, bool> conditions_;
};

Evaluation::Evaluation(Template source, const std::map<std::string, std::string>& parameters,
                       PseudoParameters pseudo)
    : state_(std::make_unique<State>(std::move(source), parameters, std::move(pseudo))) {}
Evaluation::~Evaluation() = default;
Evaluation::Evaluation(Evaluation&&) noexcept = default;
Evaluation& Evaluation::operator=(Evaluation&&) noexcept = default;

const Template& Evaluation::source() const { return state_->source_; }

std::string Evaluation::description() const {
  const Json& document = state_->source_.document();
  const auto found = document.find("Description");
  return found != document.end() && found->is_string() ? found->get<std::string>() : "";
}

const std::vector<TemplateResource>& Evaluation::resources() const { return state_->resources_; }

const std::vector<TemplateOutput>& Evaluation::outputs() const { return state_->outputs_; }

const std::vector<TemplateParameter>& Evaluation::parameters() const { return state_->listed_; }

bool Evaluation::condition(const std::string& name) const {
  if (!state_->section("Conditions").contains(name)) fail("the template has no condition {}", name);
  return state_->condition(name, "/Conditions/" + pointer_step(name));
}

Json Evaluation::resolve(const Json& value, std::string_view pointer, const Answers& answers) const {
  return evaluate(state_->scope(), value, pointer, &answers);
}

Json Evaluation::properties(const TemplateResource& resource, const Answers& answers) const {
  const auto found = resource.definition->find("Properties");
  if (found == resource.definition->end()) return Json::object();
  return resolve(*found, resource.pointer + "/Properties", answers);
}

std::set<std::string> Evaluation::references(const Json& value) const {
  std::set<std::string> found;
  state_->add_references(value, found);
  return found;
}

}  // namespace cloche::deploy
