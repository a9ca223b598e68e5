// requests: the AWS requests that the account got, from functions and from steps.
#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array requests_members{MemberRule{"service"}, MemberRule{"operation"},
                                      MemberRule{"where", Form::matcher}};
constexpr std::array requests_facets{Facet{"count"}, Facet{"requests"}};

bool is_wanted(Site& site, const Json& request, const Json& arguments) {
  for (const char* name : {"service", "operation"}) {
    if (arguments.contains(name) && request.at(name) != arguments.at(name)) return false;
  }
  if (site.is_own_look(request.at("request_id").get<std::string>())) return false;
  const auto time = parse_iso8601(request.at("time").get_ref<const std::string&>());
  if (time && *time < site.began()) return false;
  const auto where = arguments.find("where");
  return where == arguments.end() || differences(*where, request).empty();
}

Json play_requests(Sequence& sequence, const Step&, const Json& arguments) {
  Site& site = sequence.site();
  const Json all = site.admin("GET", "/_cloche/requests").at("requests");
  Json requests = Json::array();
  for (auto request = all.rbegin(); request != all.rend(); ++request) {
    if (is_wanted(site, *request, arguments)) requests.push_back(*request);
  }
  return {{"count", requests.size()}, {"requests", std::move(requests)}};
}

}  // namespace

const StepKind& requests() {
  static const StepKind kind{.name = "requests",
                             .members = requests_members,
                             .facets = requests_facets,
                             .needs_cloche = true,
                             .play = play_requests};
  return kind;
}

}  // namespace cloche::scenarios::steps
