#include "scenarios/engine/failure_text.h"

#include <fmt/core.h>

namespace cloche::scenarios {

std::string failure_text(const Played& played) {
  const StepFailed& failure = *played.failure;
  std::string steps;
  for (const std::string& title : failure.titles)
    steps += fmt::format("{}{}", steps.empty() ? "" : " > ", title);
  std::string text = failure.place.line == 0 ? played.scenario->file : failure.place.text();
  text += steps.empty() ? fmt::format(": {}\n", failure.what())
                        : fmt::format(": {}: {}\n", steps, failure.what());
  for (const Difference& one : failure.differences)
    text += one.expected.empty()
                ? fmt::format("  {}\n", one.path)
                : fmt::format("  {}\n    expected {}\n    got      {}\n", one.path, one.expected, one.got);
  if (!played.log.empty()) text += "what the functions wrote:\n";
  for (const std::string& line : played.log) text += "  " + line + "\n";
  return text;
}

}  // namespace cloche::scenarios
