// burst: many steps at once, and how their answers are spread.
#include <array>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "scenarios/engine/at_once.h"
#include "scenarios/engine/member_check.h"
#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::uint64_t default_at_once = 16;

constexpr std::array burst_members{
    MemberRule{"steps", Form::steps, true}, MemberRule{"count", Form::count},
    MemberRule{.name = "at_once", .form = Form::count, .least = 1, .most = most_at_once},
    MemberRule{"mix", Form::flag}};
constexpr std::array burst_facets{Facet{"statuses", true}, Facet{"errors", true}, Facet{"played"}};

/// One of the burst's steps, for the `number`th time.
struct Turn {
  const Step* step;
  std::uint64_t number;
};

std::vector<Turn> turns_of(Sequence& sequence, const Step& burst, const Json& arguments) {
  std::vector<Turn> turns;
  for (const Step& step : burst.steps) {
    Json own{{"count", step.count.is_null() ? arguments.value("count", Json(1)) : step.count}};
    own = sequence.replaced(own);
    check_arguments(own, burst_members);
    const auto count = own["count"].get<std::uint64_t>();
    for (std::uint64_t i = 1; i <= count; ++i) turns.push_back({&step, i});
  }
  if (arguments.value("mix", false)) {
    for (std::size_t i = turns.size(); i > 1; --i) std::swap(turns[i - 1], turns[sequence.random() % i]);
  }
  return turns;
}

class Tally {
 public:
  void count(const Json& seen) {
    const std::lock_guard lock(mutex_);
    ++statuses_[seen.at("status").dump()];
    if (const auto error = seen.find("error"); error != seen.end()) ++errors_[error->get<std::string>()];
    ++played_;
  }
  Json seen() const {
    return {{"statuses", Json(statuses_)}, {"errors", Json(errors_)}, {"played", played_}};
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> statuses_, errors_;
  std::uint64_t played_ = 0;
};

Json play_burst(Sequence& sequence, const Step& step, const Json& arguments) {
  const std::vector<Turn> turns = turns_of(sequence, step, arguments);
  const auto at_once = arguments.value("at_once", default_at_once);
  const bool counted =
      step.expect.is_object() && (step.expect.contains("statuses") || step.expect.contains("errors"));
  const std::uint64_t seed = sequence.random();
  Tally tally;
  play_at_once(turns.size(), at_once, sequence.whole().helpers, [&](std::size_t i) {
    Scope own(&sequence.scope());
    own.define("i", turns[i].number);
    Sequence round(sequence.whole(), own, seed + i, false);
    tally.count(round.play(*turns[i].step, counted));
  });
  return tally.seen();
}

Round burst_round(const Json&) { return {.names = {"i"}, .keeps = false}; }

}  // namespace

const StepKind& burst() {
  static const StepKind kind{.name = "burst",
                             .members = burst_members,
                             .facets = burst_facets,
                             .round = burst_round,
                             .play = play_burst};
  return kind;
}

}  // namespace cloche::scenarios::steps
