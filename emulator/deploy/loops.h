#pragma once
// Fn::ForEach, of the transform AWS::LanguageExtensions: conditions, resources, properties and outputs that
// are written once, and made of each element of a list.
//
//   Fn::ForEach::NAME: [IDENTIFIER, [element, …], {KEY: VALUE, …}]
//
// In KEY and VALUE `${IDENTIFIER}` is the element, `&{IDENTIFIER}` its letters and digits, and Ref of the
// identifier is it too. What is made lies in the text where the loop has it.
//
// With the same transform a function may name what Ref and Fn::GetAtt refer to; it is worked out here too.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
#include <map>
#include <string>

#include "emulator/deploy/evaluation.h"
#include "emulator/deploy/template_source.h"

namespace cloche::deploy {

/// Whether the template wants the transform, and has loops or names by functions where they may stand.
bool wants_expansion(const Json& document);

/// The template with what its loops make in their place. `parameters` are those that are given; a list and a
/// name may ask them and the mappings. Throws TemplateError.
Template expand_loops(const Template& source, const std::map<std::string, std::string>& parameters,
                      const PseudoParameters& pseudo);

}  // namespace cloche::deploy
