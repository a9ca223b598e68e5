#pragma once
// What a deployment made, as a person reads it.
#include <string>

#include "fakes/core/json.h"

namespace cloche::commands {

/// Prints what the admin API's POST /_cloche/deploy answers: APIs, functions, tables, the rest by number,
/// outputs; on stderr what is not applied.
void print_stack(const Json& deployed);

}  // namespace cloche::commands
