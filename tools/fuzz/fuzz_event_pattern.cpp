// Event patterns: what compiles may be matched with any event; what does not is refused with a message.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "fakes/core/event_pattern.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const cloche::Json event = cloche::Json::parse(
      R"({"a": "x", "b": 5, "c": [1, "y", {"d": "10.0.0.1"}, {"e": null}], "f": {"g": [{"a": 1, "b": 2}, {"a": 2}]}})");
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const cloche::EventPattern pattern = cloche::EventPattern::parse(text);
    pattern.matches(event);
    const cloche::Json same = cloche::Json::parse(text, nullptr, false);
    if (!same.is_discarded()) pattern.matches(same);
    if (pattern.fields().empty() || pattern.alternatives().empty()) std::abort();
  } catch (const cloche::EventPatternError& error) {
    if (error.message.empty()) std::abort();
  }
  return 0;
}
