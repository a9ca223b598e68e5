#pragma once
// What can be said against the resources of a template before anything is made, as CloudFormation says it
// before it answers: types that are not there, properties and attributes that a type does not have, functions
// that are wrong whatever the resources will be.
#include "emulator/deploy/evaluation.h"

namespace cloche::deploy {

/// Throws TemplateError.
void check_resources(const Evaluation& evaluation);

}  // namespace cloche::deploy
