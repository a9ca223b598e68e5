#pragma once
// The Name of an output's Export: what it may be made of, and what it may be.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
#include <string>

#include "emulator/deploy/template_source.h"

namespace cloche::deploy {

/// Checks the Export of an output as it is written. Throws TemplateError where it has no Name, or one that
/// depends on what is there only when the stack is.
void check_export(const Template& source, const std::string& output, const Json& exported);

/// Checks the Name as it came out. Throws TemplateError.
void check_export_name(const Template& source, const std::string& output, const Json& name);

}  // namespace cloche::deploy
