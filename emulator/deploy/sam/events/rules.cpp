// Schedule, CloudWatchEvent and EventBridgeRule: a rule of EventBridge whose target is the function.
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/events/event.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule schedule_rules[] = {{"Schedule", a_string, Given::required},
                                           {"RuleName", a_string},
                                           {"Input", a_string},
                                           {"Enabled", a_boolean},
                                           {"State", a_string},
                                           {"Name", a_string},
                                           {"Description", a_string},
                                           {"DeadLetterConfig", a_map},
                                           {"RetryPolicy", a_map}};

constexpr PropertyRule pattern_rules[] = {
    {"EventBusName", a_string},  {"RuleName", a_string},     {"Pattern", a_map},
    {"DeadLetterConfig", a_map}, {"RetryPolicy", a_map},     {"Input", a_string},
    {"InputPath", a_string},     {"Target", a_map},          {"Enabled", a_boolean},
    {"State", a_string},         {"InputTransformer", a_map}};

/// The rule with its target, its dead-letter queue and its permission.
Resources with_target(FunctionEvent& event, Resource rule) {
  const Json attributes = event.passed_on();
  const Json& own_id = member(event["Target"], "Id");
  Json target = {{"Arn", event.target.arn()},
                 {"Id", own_id.is_null() ? Json(target_id(event.logical_id(), "LambdaTarget")) : own_id}};
  Resources made;
  const Json& dead_letters = event["DeadLetterConfig"];
  if (!dead_letters.is_null()) {
    check_dead_letter_config(event.logical_id(), dead_letters);
    DeadLetterQueue queue = rule_dead_letter_queue(event.logical_id(), dead_letters, rule.arn(), attributes);
    target["DeadLetterConfig"] = {{"Arn", queue.arn}};
    made = std::move(queue.made);
  }
  for (const char* name : {"Input", "InputPath", "RetryPolicy", "InputTransformer"}) {
    if (const Json& value = event[name]; !value.is_null()) target[name] = value;
  }
  rule["Targets"] = Json::array({std::move(target)});
  Resource permission = make_permission(event.logical_id() + "Permission", event,
                                        {"events.amazonaws.com", rule.arn(), nullptr, nullptr});
  made.push_back(std::move(rule));
  made.push_back(std::move(permission));
  return made;
}

Resources transform_schedule(FunctionEvent& event) {
  Resource rule = make_resource(event.logical_id(), "AWS::Events::Rule", event.passed_on());
  rule["ScheduleExpression"] = event["Schedule"];
  rule["State"] = rule_state(event.id, event["State"], event["Enabled"]);
  rule["Name"] = event["Name"];
  rule["Description"] = event["Description"];
  return with_target(event, std::move(rule));
}

Resources transform_pattern(FunctionEvent& event) {
  Resource rule = make_resource(event.logical_id(), "AWS::Events::Rule", event.passed_on());
  rule["EventBusName"] = event["EventBusName"];
  rule["EventPattern"] = event["Pattern"];
  rule["Name"] = event["RuleName"];
  if (const Json& dead_letters = event["DeadLetterConfig"]; !dead_letters.is_null()) {
    check_dead_letter_config(event.logical_id(), dead_letters);
  }
  rule["State"] = rule_state(event.id, event["State"], event["Enabled"]);
  return with_target(event, std::move(rule));
}

}  // namespace

const EventKind schedule_event{"Schedule", schedule_rules, nullptr, transform_schedule};
const EventKind cloudwatch_event{"CloudWatchEvent", pattern_rules, nullptr, transform_pattern};
const EventKind event_bridge_rule_event{"EventBridgeRule", pattern_rules, nullptr, transform_pattern};

}  // namespace cloche::deploy::sam
