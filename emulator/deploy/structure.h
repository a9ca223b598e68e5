#pragma once
#include "emulator/deploy/template_source.h"

namespace cloche::deploy {

/// Checks that a template has the form of one: its sections, its resources, what they may have, and that what
/// is referred to is there. Throws TemplateError, with CloudFormation's words.
void check_structure(const Template& source);

}  // namespace cloche::deploy
