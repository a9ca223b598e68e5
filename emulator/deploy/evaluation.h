#pragma once
// A template with its parameters: which resources it asks for, and what the values in it are. What only the
// deployed resources know (Ref and Fn::GetAtt of a resource) and other stacks know (Fn::ImportValue) is asked
// of `Answers`.
//
// To deploy: read_template → sam::transform (if it uses it) → Evaluation → its resources in the order of
// their dependencies, each with resolve(its Properties).
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/deploy/template_source.h"
#include "fakes/core/json.h"

namespace cloche::deploy {

/// What the pseudo parameters (AWS::Region, …) stand for.
struct PseudoParameters {
  std::string account_id = "000000000000";
  std::string region = "us-east-1";
  std::string partition = "aws";
  std::string url_suffix = "amazonaws.com";
  std::string stack_name;
  std::string stack_id;
  std::vector<std::string> notification_arns;
};

/// What is not in the template. Each may be empty when it cannot come to that: then to ask for it is a Fault.
struct Answers {
  /// What Ref of this resource is.
  std::function<Json(const std::string& logical_id)> ref;
  /// What Fn::GetAtt of this resource is; nullopt when resources of its type have no such attribute.
  std::function<std::optional<Json>(const std::string& logical_id, const std::string& attribute)> attribute;
  /// What another stack exports under this name, if one does.
  std::function<std::optional<std::string>(const std::string& name)> exported;
};

/// A resource of the template whose condition holds. Pointers lead into the document of the Evaluation's
/// source.
struct TemplateResource {
  std::string logical_id;
  std::string type;
  std::string pointer;     // "/Resources/ID"
  const Json* definition;  // as it stands: Properties, Metadata, UpdatePolicy…
  std::set<std::string>
      needs;  // the resources that must be there before: DependsOn, Ref, Fn::GetAtt, Fn::Sub
  std::string deletion_policy = "Delete";  // "Delete", "Retain", "RetainExceptOnCreate" or "Snapshot"
  std::string update_replace_policy = "Delete";
};

/// An output whose condition holds.
struct TemplateOutput {
  std::string name;
  std::string description;
  std::string pointer;      // "/Outputs/NAME"
  const Json* value;        // not resolved
  const Json* export_name;  // not resolved; nullptr when it is not exported
};

/// A parameter with the value that it has here.
struct TemplateParameter {
  std::string name;
  std::string type;
  std::string description;
  std::string value;        // as text, lists with commas
  bool no_echo = false;     // shown as ****
  bool is_default = false;  // no value was given
};

class Evaluation {
 public:
  /// Checks the template's structure, the parameters, the rules and the conditions. `source` has been
  /// transformed. Throws TemplateError, with CloudFormation's words.
  Evaluation(Template source, const std::map<std::string, std::string>& parameters, PseudoParameters pseudo);
  ~Evaluation();
  Evaluation(Evaluation&&) noexcept;
  Evaluation& operator=(Evaluation&&) noexcept;

  const Template& source() const;
  std::string description() const;

  /// By logical id.
  const std::vector<TemplateResource>& resources() const;
  /// By name.
  const std::vector<TemplateOutput>& outputs() const;
  const std::vector<TemplateParameter>& parameters() const;

  /// Whether the condition holds; a Fault for one that is not in the template.
  bool condition(const std::string& name) const;

  /// `value` with all its functions worked out; `pointer` is where it stands, for errors. A member or element
  /// that is AWS::NoValue is gone; if `value` itself is it, the answer is null.
  Json resolve(const Json& value, std::string_view pointer, const Answers& answers) const;

  /// The Properties of a resource, resolved; an empty object when it has none.
  Json properties(const TemplateResource& resource, const Answers& answers) const;

  /// The resources that `value` refers to (Ref, Fn::GetAtt, Fn::Sub), as far as conditions choose it.
  std::set<std::string> references(const Json& value) const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace cloche::deploy
