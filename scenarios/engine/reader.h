#pragma once
// Reads scenarios: everything that can be checked before anything is played is checked here, and answered
// with its place. That is the form of the file, the matchers, the references (what is not saved before it is
// used does not exist), and operations of AWS with their parameters.
#include <filesystem>
#include <functional>
#include <set>
#include <string>

#include "scenarios/engine/located_json.h"
#include "scenarios/engine/scenario.h"
#include "scenarios/engine/step_kind.h"

namespace cloche::scenarios {

/// The text of a file; throws std::exception where it can't be read.
using ReadFile = std::function<std::string(const std::filesystem::path& path)>;
std::string file_text(const std::filesystem::path& path);

/// Throws FileError.
Scenario read_scenario(const std::filesystem::path& path, const ReadFile& read = file_text);

/// Reads one step, for a harness; `file` names its text in errors. It may use `names`. Throws FileError.
Step read_step(std::string_view text, const std::string& file, std::set<std::string> names);

/// Whether a file lies among scenarios and is none: a JSON Schema.
bool is_json_schema(std::string_view text);

/// The members of a scenario, of an include file, of a step beside its kind's: what the schema must have too.
std::span<const MemberRule> scenario_members();
std::span<const MemberRule> include_file_members();
std::span<const MemberRule> step_members();
std::span<const MemberRule> include_members();

}  // namespace cloche::scenarios
