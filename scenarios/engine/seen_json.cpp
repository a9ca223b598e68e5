#include "scenarios/engine/seen_json.h"

#include <fmt/core.h>

#include <limits>

#include "scenarios/engine/site.h"

namespace cloche::scenarios {

JsonText read_json_text(std::string_view text, Json& json) {
  try {
    json = parse_json(text);
    return JsonText::readable;
  } catch (const JsonSyntaxError&) {
    return is_json(text, std::numeric_limits<int>::max()) ? JsonText::too_deep : JsonText::none;
  }
}

std::optional<Json> seen_json(std::string_view text, const Step& step, std::string_view facet) {
  Json json;
  switch (read_json_text(text, json)) {
    case JsonText::readable:
      return json;
    case JsonText::none:
      break;
    case JsonText::too_deep:
      if (step.looks_at(facet))
        throw StepFailed(fmt::format("the JSON in \"{}\" is nested too deeply to be looked at", facet));
  }
  return std::nullopt;
}

}  // namespace cloche::scenarios
