#include "fakes/events/names.h"

#include <fmt/format.h>

#include "fakes/core/api_error.h"
#include "fakes/core/arn.h"

namespace cloche::events {

namespace {
constexpr std::string_view bus_prefix = "event-bus/";
constexpr std::string_view rule_prefix = "rule/";
}  // namespace

BusName named_bus(const wire::Call& call, const wire::Structure& request, std::string_view member) {
  const std::string text = request.string_or(member, default_bus);
  if (!text.starts_with("arn:")) return {call.region, text};
  const auto arn = Arn::parse(text);
  if (!arn || arn->account != call.account.number() || arn->region != call.region) {
    throw not_emulated(fmt::format("an event bus of another account or region ({})", text));
  }
  return bus_of_arn(text);
}

std::string bus_arn(const Account& account, const BusName& bus) {
  return make_arn("events", bus.region, account.number(), std::string(bus_prefix) + bus.name);
}

std::string rule_arn(const Account& account, const RuleName& rule) {
  const std::string resource = rule.bus.is_default() ? fmt::format("rule/{}", rule.name)
                                                     : fmt::format("rule/{}/{}", rule.bus.name, rule.name);
  return make_arn("events", rule.bus.region, account.number(), resource);
}

BusName bus_of_arn(std::string_view text) {
  const auto arn = Arn::parse(text);
  if (!arn || arn->service != "events" || !arn->resource.starts_with(bus_prefix)) return {};
  return {arn->region, arn->resource.substr(bus_prefix.size())};
}

RuleName rule_of_arn(std::string_view text) {
  const auto arn = Arn::parse(text);
  if (!arn || arn->service != "events" || !arn->resource.starts_with(rule_prefix)) return {};
  // A bus of a partner has slashes in its name, a rule has none.
  const std::string path = arn->resource.substr(rule_prefix.size());
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return {{arn->region, std::string(default_bus)}, path};
  return {{arn->region, path.substr(0, slash)}, path.substr(slash + 1)};
}

}  // namespace cloche::events
