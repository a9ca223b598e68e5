#pragma once
// The intrinsic functions of CloudFormation.
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "emulator/deploy/evaluation.h"
#include "emulator/deploy/function_forms.h"
#include "emulator/deploy/parameters.h"
#include "emulator/deploy/template_source.h"
#include "fakes/core/json.h"

namespace cloche::deploy {

/// What functions are worked out with.
struct FunctionScope {
  const Template& source;
  const std::map<std::string, ParameterValue>& parameters;
  const PseudoParameters& pseudo;
  /// Whether a condition holds. Throws TemplateError for one that is not there; `pointer` is where it is
  /// named.
  std::function<bool(const std::string& name, std::string_view pointer)> condition;
};

/// Whether `value` is {"Ref": "AWS::NoValue"}.
bool is_no_value(const Json& value);

/// `value` with its functions worked out; what is AWS::NoValue is gone (null, if it is `value` itself).
/// `answers` may be null: then no resource may be asked, as in conditions.
Json evaluate(const FunctionScope& scope, const Json& value, std::string_view pointer,
              const Answers* answers);

/// Whether `value`, a condition's definition or a part of it, holds.
bool evaluate_condition(const FunctionScope& scope, const Json& value, std::string_view pointer);

/// Ref of a parameter or a pseudo parameter; null for another name.
Json parameter_reference(const FunctionScope& scope, const std::string& name);

/// The names in the text of an Fn::Sub (`${Name}`, `${Name.Attribute}`), without the literal ones
/// (`${!Name}`).
std::vector<std::string> names_in_sub(const std::string& text);

/// What CloudFormation says of an Fn::Sub with a name that no variable may have; "" of any other.
std::string_view sub_error(const Json& argument);

}  // namespace cloche::deploy
