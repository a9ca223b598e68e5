#include "fakes/events/rule_schedule.h"

#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"
#include "fakes/events/event.h"
#include "fakes/events/schedule.h"
#include "fakes/events/target_delivery.h"

namespace cloche::events {

namespace {

/// Sets the timer to the first firing after `after`.
void set_timer_after(Account& account, const Rule& rule, Time after) {
  const std::string arn = rule_arn(account, rule.name);
  const auto schedule = Schedule::parse(*rule.schedule);
  if (!schedule) fail("the rule {} has no schedule, but '{}'", arn, *rule.schedule);
  const auto due = schedule->next(after, rule.schedule_start.value_or(after));
  if (due) {
    account.outbox().schedule(fire_effect, arn, *due, {{"RuleArn", arn}, {"Due", to_millis(*due)}});
  } else {
    account.outbox().cancel(fire_effect, arn);
  }
}

Event scheduled_event(Account& account, const RuleName& rule, Time due) {
  Event event;
  event.id = account.ids().uuid();
  event.detail_type = "Scheduled Event";
  event.source = "aws.events";
  event.account = account.number();
  event.time = due;
  event.region = rule.bus.region;
  event.resources = {rule_arn(account, rule)};
  return event;
}

}  // namespace

void set_timer(Account& account, const Rule& rule) {
  if (!rule.schedule || !rule.is_enabled()) return cancel_timer(account, rule.name);
  set_timer_after(account, rule, account.clock().now());
}

void cancel_timer(Account& account, const RuleName& rule) {
  account.outbox().cancel(fire_effect, rule_arn(account, rule));
}

void set_timers_anew(Account& account, const Json&) {
  const Time now = account.clock().now();
  Store store(account);
  for (Rule& rule : store.scheduled_rules()) {
    if (rule.schedule_start && *rule.schedule_start > now) {
      rule.schedule_start = now;
      store.put_rule(rule);
    }
    set_timer(account, rule);
  }
}

void fire(Account& account, const Json& payload) {
  const RuleName name = rule_of_arn(payload["RuleArn"].get_ref<const std::string&>());
  const auto rule = Store(account).find_rule(name);
  if (!rule || !rule->schedule || !rule->is_enabled()) return;
  const Time due = from_millis(payload["Due"]);
  send_to_targets(account, name, scheduled_event(account, name, due).str(), Origin::sender);
  // The clock stands at `due`, or a little after it. Where it stands far after it (Cloche was not running),
  // what was missed is not made up for.
  set_timer_after(account, *rule, std::max(due, account.clock().now()));
}

}  // namespace cloche::events
