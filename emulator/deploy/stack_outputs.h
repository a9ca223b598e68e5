#pragma once
// What a stack says to the outside: its outputs, and those that it exports to other stacks. An export that
// another stack imports can neither go nor change.
#include <string>

#include "emulator/deploy/evaluation.h"
#include "fakes/cloudformation/store.h"
#include "fakes/core/json.h"

namespace cloche::deploy {

/// In DescribeStacks' form, by key. Throws TemplateError.
Json resolved_outputs(const Evaluation& evaluation, const Answers& answers);

/// Makes the exports of the stack those of `outputs`. Throws TemplateError where that can't be.
void set_exports(cloudformation::Store& store, const cloudformation::Stack& stack,
                 const Evaluation& evaluation, const Json& outputs);

/// Why the stack's exports can't go: "Cannot delete export X as it is in use by A, B and C."; "" where they
/// can.
std::string exports_in_use(cloudformation::Store& store, const cloudformation::Stack& stack);

}  // namespace cloche::deploy
