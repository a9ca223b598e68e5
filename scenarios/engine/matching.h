#pragma once
// Whether a value is what was expected: equal, or, where the expectation is an object of $-members, as these
// say (docs/scenarios.md, "Matchers"). All that differs is named, each with its path.
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"
#include "scenarios/engine/located_json.h"

namespace cloche::scenarios {

struct Difference {
  std::string path;      // "json.questions[0].id"; "": the whole
  std::string expected;  // "\"a\"", "a string", "at least 3"
  std::string got;       // JSON, shortened; "nothing"
};

/// What of `got` is not as `expected`: at most 20 of them, and then one whose path says how many more there
/// are ("and 3 more"), and that has nothing else. `exact`: no object may have members that are not
/// expected.
std::vector<Difference> differences(const Json& expected, const Json& got, bool exact = false);

/// The same for one that may be absent (nullptr), below `path`.
std::vector<Difference> differences(const Json& expected, const Json* got, std::string_view path,
                                    bool exact = false);

/// Throws FileError where `matcher` has a $-member that does not exist, or not with such a value, or beside
/// plain members.
void check_matcher(const LocatedJson& matcher, const std::string& file);

/// JSON on one line, cut off where it is long.
std::string short_text(const Json& value);

}  // namespace cloche::scenarios
