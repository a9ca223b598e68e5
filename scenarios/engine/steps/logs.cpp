// logs: what a function, or any log group, has logged since the scenario began.
#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/engine/function_log.h"
#include "scenarios/engine/moment.h"
#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array logs_members{MemberRule{"function"}, MemberRule{"group"}, MemberRule{"filter"},
                                  MemberRule{"from", Form::instant}};
constexpr std::array logs_facets{Facet{"count"}, Facet{"lines"}};

void check_logs(const LocatedJson& given, const Json& arguments, const std::string& file) {
  if (arguments.contains("function") == arguments.contains("group"))
    throw FileError(given.in(file), "\"logs\" has either function or group");
}

Json play_logs(Sequence& sequence, const Step&, const Json& arguments) {
  Site& site = sequence.site();
  const std::string group =
      arguments.contains("group")
          ? site.physical_id(arguments["group"].get<std::string>())
          : log_group_of(site.existing_function(arguments.at("function").get<std::string>()));
  Json lines = Json::array();
  for (LogLine& line :
       log_lines(site, group, moment_or(arguments, "from", site.began()), arguments.value("filter", "")))
    lines.push_back(std::move(line.text));
  return {{"count", lines.size()}, {"lines", std::move(lines)}};
}

}  // namespace

const StepKind& logs() {
  static const StepKind kind{.name = "logs",
                             .members = logs_members,
                             .facets = logs_facets,
                             .short_member = "function",
                             .check = check_logs,
                             .play = play_logs};
  return kind;
}

}  // namespace cloche::scenarios::steps
