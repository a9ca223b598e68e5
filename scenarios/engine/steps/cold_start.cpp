// cold_start: ends the idle processes of a function, or of all, so that the next invocation starts one.
#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array cold_start_members{MemberRule{"function"}};
constexpr std::array cold_start_facets{Facet{"retired"}};

Json play_cold_start(Sequence& sequence, const Step&, const Json& arguments) {
  Json body = Json::object();
  if (arguments.contains("function"))
    body["function"] = sequence.site().existing_function(arguments.at("function").get<std::string>());
  return sequence.site().admin("POST", "/_cloche/cold-start", body);
}

}  // namespace

const StepKind& cold_start() {
  static const StepKind kind{.name = "cold_start",
                             .members = cold_start_members,
                             .facets = cold_start_facets,
                             .short_member = "function",
                             .needs_cloche = true,
                             .play = play_cold_start};
  return kind;
}

}  // namespace cloche::scenarios::steps
