#pragma once
// A failure as a person reads it.
#include <string>

#include "scenarios/engine/replay.h"

namespace cloche::scenarios {

/// Several lines, the first with the step's place: "notes.json:31:5: step \"It is there\": it is not as
/// expected", then the differences, then the functions' log.
std::string failure_text(const Played& played);

}  // namespace cloche::scenarios
