// repeat: steps several times, one round after the other or some at once.
#include <fmt/core.h>

#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/engine/at_once.h"
#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array repeat_members{
    MemberRule{"count", Form::count}, MemberRule{"each", Form::list}, MemberRule{"as"},
    MemberRule{.name = "at_once", .form = Form::count, .least = 1, .most = most_at_once},
    MemberRule{"steps", Form::steps, true}};

void check_repeat(const LocatedJson& given, const Json& arguments, const std::string& file) {
  if (arguments.contains("count") == arguments.contains("each"))
    throw FileError(given.in(file), "\"repeat\" has either count or each");
}

bool plays_at_once(const Json& arguments) { return arguments.value("at_once", Json(1)) != 1; }

Round repeat_round(const Json& arguments) {
  const bool each = arguments.contains("each");
  const std::string as = arguments.value("as", each ? "item" : "i");
  return {.names = each ? std::vector<std::string>{as, "i"} : std::vector{as},
          .keeps = !plays_at_once(arguments)};
}

std::uint64_t rounds_of(const Json& arguments) {
  if (const auto each = arguments.find("each"); each != arguments.end()) return each->size();
  return arguments.at("count").get<std::uint64_t>();
}

Json play_repeat(Sequence& sequence, const Step& step, const Json& arguments) {
  const std::string as = repeat_round(arguments).names.front();
  const auto each = arguments.find("each");
  const Json at_once = arguments.value("at_once", Json(1));
  const bool one_by_one = at_once == 1;
  const std::uint64_t seed = sequence.random();
  play_at_once(rounds_of(arguments), at_once.get<std::size_t>(), sequence.whole().helpers,
               [&](std::size_t i) {
                 Scope inner(&sequence.scope(), !one_by_one);
                 if (each != arguments.end()) inner.define("i", i + 1);
                 inner.define(as, each == arguments.end() ? Json(i + 1) : (*each)[i]);
                 Sequence round(sequence.whole(), inner, seed + i, one_by_one && sequence.waits());
                 try {
                   round.play(step.steps);
                 } catch (StepFailed& failure) {
                   failure.titles.insert(failure.titles.begin(), fmt::format("round {}", i + 1));
                   throw;
                 }
               });
  return Json::object();
}

}  // namespace

const StepKind& repeat() {
  static const StepKind kind{.name = "repeat",
                             .members = repeat_members,
                             .round = repeat_round,
                             .check = check_repeat,
                             .play = play_repeat};
  return kind;
}

}  // namespace cloche::scenarios::steps
