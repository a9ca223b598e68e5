// clock: moves the account's time; the answer comes when all has happened that falls due on the way.
#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array clock_members{MemberRule{"advance", Form::duration}, MemberRule{"set", Form::instant},
                                   MemberRule{"freeze", Form::flag}};
constexpr std::array clock_facets{Facet{"now"}, Facet{"frozen"}};

void check_clock(const LocatedJson& given, const Json& arguments, const std::string& file) {
  if (given.is_string() && arguments.contains("advance")) {
    const auto& text = given.string();
    if (!text.contains("${") && !parse_duration(text))
      throw FileError(given.in(file),
                      "\"clock\" in short is a duration like \"90s\", \"15m\", \"7d\" or \"1h30m\"");
  }
  if (arguments.empty()) throw FileError(given.in(file), "\"clock\" needs advance, set or freeze");
  if (arguments.contains("advance") && arguments.contains("set"))
    throw FileError(given.in(file), "\"clock\" has advance or set, not both");
}

Json play_clock(Sequence& sequence, const Step&, const Json& arguments) {
  Json clock = sequence.site().admin("POST", "/_cloche/clock", arguments);
  sequence.site().forget_time();
  return clock;
}

}  // namespace

const StepKind& clock() {
  static const StepKind kind{.name = "clock",
                             .members = clock_members,
                             .facets = clock_facets,
                             .short_member = "advance",
                             .needs_cloche = true,
                             .check = check_clock,
                             .play = play_clock};
  return kind;
}

}  // namespace cloche::scenarios::steps
