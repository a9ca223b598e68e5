#include "fakes/events/routing.h"

#include <nlohmann/json.hpp>
#include <unordered_map>

#include "fakes/core/json.h"
#include "fakes/events/errors.h"
#include "fakes/events/rule_metrics.h"
#include "fakes/events/store.h"

namespace cloche::events {

namespace {

/// The patterns of an account's rules, by their text.
struct CompiledPatterns {
  std::unordered_map<std::string, EventPattern> by_text;
};

constexpr std::size_t most_compiled = 2000;
constexpr int deepest_event = 1010;  // 1000 of its detail, as PutEvents takes it

const EventPattern& compiled(Account& account, const std::string& text) {
  auto& patterns = account.cache<CompiledPatterns>().by_text;
  const auto found = patterns.find(text);
  if (found != patterns.end()) return found->second;
  if (patterns.size() >= most_compiled) patterns.clear();  // of rules that are gone, most likely
  return patterns.emplace(text, EventPattern::parse(text)).first->second;
}

}  // namespace

void route(Account& account, const BusName& bus, const std::string& event, Origin origin) {
  const std::vector<Rule> rules = Store(account).matching_rules(bus);
  if (rules.empty()) return;
  const Json document = Json::parse(event);
  for (const Rule& rule : rules) {
    if (compiled(account, *rule.pattern).matches(document)) {
      count(account, rule.name, {"MatchedEvents"});
      send_to_targets(account, rule.name, event, origin);
    }
  }
}

void receive(Account& account, const Delivery& delivery) {
  const BusName bus = bus_of_arn(delivery.target);
  if (bus.name.empty() || !Store(account).find_bus(bus)) throw bus_not_found(bus.name);
  // Lambda's records hold what functions were given and said, of which a half of a character or a number
  // beyond all doubles is JSON to Lambda alone. Assumed: that such a one is refused as PutEvents refuses it.
  if (!is_json(delivery.body, deepest_event)) throw ApiError("MalformedDetail", "Detail is malformed.");
  const bool from_bus = !rule_of_arn(delivery.source).name.empty();
  route(account, bus, delivery.body, from_bus ? Origin::other_bus : Origin::sender);
}

EventPattern compile_pattern(const std::string& text) {
  try {
    return EventPattern::parse(text);
  } catch (const EventPatternError& error) {
    throw invalid_pattern(error.message);
  }
}

}  // namespace cloche::events
