#pragma once
// What only a template with the transform AWS::LanguageExtensions may use: Fn::Length, Fn::ToJsonString, a
// default of Fn::FindInMap, functions in DeletionPolicy and UpdateReplacePolicy; and Fn::ForEach (loops.h).
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
#include <string_view>

#include "fakes/core/json.h"

namespace cloche::deploy {

/// Whether a template asks for the transform.
bool has_language_extensions(const Json& document);

/// Whether the function with this argument, which has the function's form, is of the extensions.
bool is_language_extension(std::string_view function, const Json& argument);

}  // namespace cloche::deploy
