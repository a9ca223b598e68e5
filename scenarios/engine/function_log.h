#pragma once
// What functions wrote into their logs since a scenario began, and what Lambda reports there of each
// invocation.
#include <string>
#include <vector>

#include "fakes/core/clock.h"
#include "fakes/core/json.h"
#include "scenarios/engine/site.h"

namespace cloche::scenarios {

struct LogLine {
  Time time;
  std::string text;  // without the line break at its end
};

/// "/aws/lambda/f"
std::string log_group_of(const std::string& function_name);

/// Oldest first; none where there is no such group. `filter` "" takes all. Throws StepFailed.
std::vector<LogLine> log_lines(Site& site, const std::string& group, Time from,
                               const std::string& filter = "");

/// The last lines of every function that wrote any: for the report of a failure. Never throws.
std::vector<std::string> last_lines_of_functions(Site& site);

}  // namespace cloche::scenarios
