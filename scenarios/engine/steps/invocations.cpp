// invocations: those of a function that have ended, by the lines that Lambda reports in its log:
//   REPORT RequestId: …\tDuration: 1.53 ms\t…\tMemory Size: 128 MB\tMax Memory Used: 30 MB\tInit Duration:
//   …\tStatus: timeout
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/engine/function_log.h"
#include "scenarios/engine/moment.h"
#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array invocations_members{MemberRule{"function", Form::text, true},
                                         MemberRule{"from", Form::instant}};
constexpr std::array invocations_facets{Facet{"count"}, Facet{"cold_starts"}, Facet{"invocations"}};

/// What stands behind "NAME: " in a report, up to the next tab.
std::optional<std::string> field(std::string_view line, std::string_view name) {
  for (std::string_view rest = line; !rest.empty();) {
    const auto tab = rest.find('\t');
    const std::string_view piece = rest.substr(0, tab);
    rest.remove_prefix(tab == std::string_view::npos ? rest.size() : tab + 1);
    if (piece.starts_with(name) && piece.substr(name.size()).starts_with(": "))
      return std::string(piece.substr(name.size() + 2));
  }
  return std::nullopt;
}

double number_of(const std::optional<std::string>& text) {
  return text ? std::strtod(text->c_str(), nullptr) : 0;
}

Json invocation_of(const LogLine& line) {
  const auto init = field(line.text, "Init Duration");
  return {{"request_id", field(line.text, "REPORT RequestId").value_or("")},
          {"time", iso8601(line.time)},
          {"duration_ms", number_of(field(line.text, "Duration"))},
          {"memory_mb", static_cast<std::int64_t>(number_of(field(line.text, "Memory Size")))},
          {"cold", init.has_value()},
          {"status", field(line.text, "Status").value_or("ok")}};
}

Json play_invocations(Sequence& sequence, const Step&, const Json& arguments) {
  Site& site = sequence.site();
  const std::string group = log_group_of(site.existing_function(arguments.at("function").get<std::string>()));
  Json all = Json::array();
  std::size_t cold = 0;
  for (const LogLine& line : log_lines(site, group, moment_or(arguments, "from", site.began()))) {
    if (!line.text.starts_with("REPORT RequestId: ")) continue;
    all.push_back(invocation_of(line));
    if (all.back().at("cold") == Json(true)) ++cold;
  }
  return {{"count", all.size()}, {"cold_starts", cold}, {"invocations", std::move(all)}};
}

}  // namespace

const StepKind& invocations() {
  static const StepKind kind{.name = "invocations",
                             .members = invocations_members,
                             .facets = invocations_facets,
                             .short_member = "function",
                             .play = play_invocations};
  return kind;
}

}  // namespace cloche::scenarios::steps
