#pragma once
// What can be said against the Conditions of a template whatever the parameters are: they are boolean
// functions of parameters and of each other, and not in a circle.
#include "emulator/deploy/template_source.h"

namespace cloche::deploy {

/// Throws TemplateError.
void check_conditions(const Template& source);

}  // namespace cloche::deploy
