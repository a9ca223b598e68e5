#include <nlohmann/json.hpp>
#include <optional>

#include "fakes/events/errors.h"
#include "fakes/events/operations/operations.h"
#include "fakes/events/resources.h"
#include "fakes/events/routing.h"
#include "fakes/events/rule_schedule.h"
#include "fakes/events/schedule.h"

namespace cloche::events {

namespace {

constexpr std::int64_t rules_per_bus = 300;

/// The value of a member; an empty one is none.
std::optional<std::string> given(const Structure& request, std::string_view member) {
  const std::string* value = request.find_string(member);
  return value != nullptr && !value->empty() ? std::optional(*value) : std::nullopt;
}

}  // namespace

// A rule that is there is replaced: what is not given is lost (but for its tags and targets), as the API
// reference says.
Answer put_rule(Call& call, const Structure& request) {
  Rule rule;
  rule.name = {named_bus(call, request), request.string("Name")};
  rule.pattern = given(request, "EventPattern");
  rule.schedule = given(request, "ScheduleExpression");
  if (!rule.pattern && !rule.schedule) {
    throw validation_error("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  }
  if (rule.pattern) compile_pattern(*rule.pattern);
  if (rule.schedule && !rule.name.bus.is_default()) {
    throw validation_error("ScheduleExpression is supported only on the default event bus.");
  }
  if (rule.schedule && !Schedule::parse(*rule.schedule)) {
    throw validation_error("Parameter ScheduleExpression is not valid.");
  }
  rule.state = request.string_or("State", "ENABLED");
  rule.description = given(request, "Description");
  rule.role_arn = given(request, "RoleArn");

  existing_bus(call, request);
  Store store(call.account);
  const auto old = store.find_rule(rule.name);
  if (!old && store.rule_count(rule.name.bus) >= rules_per_bus) throw limit_exceeded();
  // Assumed: a rule that keeps its schedule keeps its rhythm.
  const bool keeps_time = old && old->schedule == rule.schedule && old->is_enabled() == rule.is_enabled();
  rule.schedule_start = keeps_time ? old->schedule_start : call.account.clock().now();
  store.put_rule(rule);
  if (!keeps_time) set_timer(call.account, rule);
  const std::string arn = rule_arn(call.account, rule.name);
  if (!old) put_tags(store, arn, request);  // the API reference: ignored where the rule is there
  return Json{{"RuleArn", arn}};
}

}  // namespace cloche::events
