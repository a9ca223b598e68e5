#pragma once
// The parameters of a template with the values that they are given: checked as CloudFormation checks them.
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "emulator/deploy/evaluation.h"

namespace cloche::deploy {

/// What a parameter is, and what Ref of it is: a string, or a list of strings for the list types.
struct ParameterValue {
  TemplateParameter parameter;
  Json value;
};

/// Whether a Default must be a value that the parameter may have, or only where no other is given.
enum class Defaults { must_fit, may_be_replaced };

/// Checks how they are declared. Throws TemplateError.
void check_parameters(const Template& source, Defaults defaults);

/// Of a value of a list type: what stands between the commas, without the spaces around it.
std::vector<std::string> elements_of(const std::string& text);

/// The values of all parameters by name. Throws TemplateError for one that is not there, has no value, or a
/// wrong one.
std::map<std::string, ParameterValue> parameter_values(const Template& source,
                                                       const std::map<std::string, std::string>& given);

}  // namespace cloche::deploy
