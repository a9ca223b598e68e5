#pragma once
// What kinds of steps there are. Each is a file in steps/, which says what its member of a step may hold,
// what it sees (that is what can be expected and saved), and plays it. The reader, the player and the test of
// schema.json go by these tables; docs/adding-a-scenario-step.md says how one is added.
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"
#include "scenarios/engine/located_json.h"
#include "scenarios/engine/matching.h"
#include "scenarios/engine/scenario.h"

namespace cloche::scenarios {

class Sequence;  // player.h: the run of steps that one of them is played in

/// What a member may hold. A string with a reference in it passes for any of them until the step is played.
enum class Form : std::uint8_t {
  text,
  flag,      // true or false
  count,     // a whole number from MemberRule::least to MemberRule::most
  duration,  // "90s"
  instant,   // "2026-01-05T09:00:00Z"
  object,
  list,
  texts,    // an object of texts, numbers, booleans, or lists of them
  strings,  // an object of strings
  any,      // JSON
  matcher,  // what differences() takes
  one_of,   // MemberRule::words
  steps,    // a list of steps
};

struct MemberRule {
  std::string_view name;
  Form form = Form::text;
  bool required = false;
  std::span<const std::string_view> words{};
  bool known_before = false;  // no `${…}` for it: it is needed before anything is played
  std::int64_t least = 0, most = 10'000'000;
};

/// Something that a step sees.
struct Facet {
  std::string_view name;
  bool exact = false;  // members that are not expected must not be there
};

/// How the steps see the world that another step is made of.
struct Round {
  std::vector<std::string> names;  // values that they have beside those from outside
  bool keeps = true;               // what they save is there afterwards
};

struct StepKind {
  std::string_view name;  // the member of a step that holds it
  std::span<const MemberRule> members{};
  std::span<const Facet> facets{};
  /// What a string stands for in the place of the object: the member of this name.
  std::string_view short_member{};
  /// Or, where it is more than one member: the object; nullopt where the string is not `short_form`.
  std::optional<Json> (*read_short)(const std::string& text) = nullptr;
  std::string_view short_form{};
  bool any_members = false;   // an object of any members, which are checked when it is played
  bool in_burst = false;      // sees a status
  bool needs_cloche = false;  // uses the admin API
  /// Of what is made of steps: what these know, and what becomes of what they save.
  Round (*round)(const Json& arguments) = nullptr;
  /// More to check than the table says, in a file. Throws FileError.
  void (*check)(const LocatedJson& given, const Json& arguments, const std::string& file) = nullptr;
  /// Writes a step that was read in the one way in which it is played.
  void (*normalize)(Step& step) = nullptr;
  /// The same of what is expected, once its references are replaced.
  void (*normalize_expected)(Json& expect) = nullptr;
  /// Plays it; answers what it saw, an object. `arguments` have their references replaced. Throws StepFailed.
  Json (*play)(Sequence& sequence, const Step& step, const Json& arguments) = nullptr;
  /// What is wrong with what it saw, unless the step expects something else of it.
  std::optional<Difference> (*unexpected)(const Json& seen, const Json& expect) = nullptr;
};

/// All kinds, in the order in which documents name them.
std::span<const StepKind* const> step_kinds();
/// nullptr where there is none.
const StepKind* step_kind(std::string_view name);

}  // namespace cloche::scenarios
