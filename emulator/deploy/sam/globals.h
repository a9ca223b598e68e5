#pragma once
#include "fakes/core/json.h"

namespace cloche::deploy::sam {

/// Merges the section `Globals` into the resources that it is for, and takes it out. Throws InvalidDocument.
void apply_globals(Json& document);

}  // namespace cloche::deploy::sam
