#pragma once
// JSON in a text that a step saw: an answer's body, a message, what a function answered. Whoever wrote it, it
// is bounded in depth, for much of what is done with it recurses.
#include <optional>
#include <string_view>

#include "fakes/core/json.h"
#include "scenarios/engine/scenario.h"

namespace cloche::scenarios {

enum class JsonText : std::uint8_t { readable, none, too_deep };

/// What of JSON there is in a text; `json` is written where it is readable.
JsonText read_json_text(std::string_view text, Json& json);

/// The JSON of a text that `step` sees as `facet`, or in it; nullopt where it has none. Throws StepFailed
/// where it is nested too deeply, and the step looks at it.
std::optional<Json> seen_json(std::string_view text, const Step& step, std::string_view facet);

}  // namespace cloche::scenarios
