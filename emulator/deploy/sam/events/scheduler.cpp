#include "emulator/deploy/sam/events/scheduler.h"

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/events/event.h"
#include "emulator/deploy/sam/policies.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule schedule_v2_rules[] = {{"PermissionsBoundary", a_string},
                                              {"ScheduleExpression", a_string, Given::required},
                                              {"FlexibleTimeWindow", a_map},
                                              {"Name", a_string},
                                              {"State", a_string},
                                              {"Description", a_string},
                                              {"StartDate", a_string},
                                              {"EndDate", a_string},
                                              {"ScheduleExpressionTimezone", a_string},
                                              {"GroupName", a_string},
                                              {"KmsKeyArn", a_string},
                                              {"Input", a_string},
                                              {"RoleArn", a_string},
                                              {"DeadLetterConfig", a_map},
                                              {"RetryPolicy", a_map},
                                              {"OmitName", a_boolean, Given::optional_as_is}};

Resource make_schedule(const Declared& event, const Json& attributes) {
  Resource schedule = make_resource(event.logical_id, "AWS::Scheduler::Schedule", attributes);
  for (const char* name : {"ScheduleExpression", "Description", "StartDate", "EndDate",
                           "ScheduleExpressionTimezone", "GroupName", "KmsKeyArn"}) {
    schedule[name] = event[name];
  }
  if (truthy(event["State"])) schedule["State"] = event["State"];
  if (truthy(event["OmitName"])) {
    if (truthy(event["Name"])) throw EventError{event.logical_id, "Name cannot be set when OmitName is True"};
  } else {
    schedule["Name"] = truthy(event["Name"]) ? event["Name"] : Json(event.logical_id);
  }
  const Json& window = event["FlexibleTimeWindow"];
  schedule["FlexibleTimeWindow"] = truthy(window) ? window : Json{{"Mode", "OFF"}};
  return schedule;
}

Resources transform_function_schedule(FunctionEvent& event) {
  return transform_scheduler(event.declared, event.target, event.logical_id() + "LambdaPolicy",
                             "lambda:InvokeFunction");
}

}  // namespace

PropertyRules scheduler_rules() { return schedule_v2_rules; }

Resources transform_scheduler(const Declared& event, const Resource& target, const std::string& policy_name,
                              std::string_view action) {
  const Json attributes = target.passed_on();
  Resource schedule = make_schedule(event, attributes);
  Resources made;
  Json target_properties = {{"Arn", target.arn()}};
  Json queue_arn;
  const Json& dead_letters = event["DeadLetterConfig"];
  if (!dead_letters.is_null()) {
    check_dead_letter_config(event.logical_id, dead_letters);
    DeadLetterQueue queue = rule_dead_letter_queue(event.logical_id, dead_letters, nullptr, attributes);
    queue_arn = queue.arn;
    target_properties["DeadLetterConfig"] = {{"Arn", queue_arn}};
    // Its own role sends, so the queue needs no policy.
    if (!queue.made.empty()) made.push_back(std::move(queue.made.front()));
  }
  Json role_arn = event["RoleArn"];
  if (!truthy(role_arn)) {
    Resource role = make_resource(event.logical_id + "Role", "AWS::IAM::Role", attributes);
    role["AssumeRolePolicyDocument"] = assume_role_policy("scheduler.amazonaws.com");
    Json policies = Json::array({inline_policy(policy_name, action, target.arn())});
    if (truthy(queue_arn)) {
      policies.push_back(inline_policy(event.logical_id + "SQSPolicy", "sqs:SendMessage", queue_arn));
    }
    role["Policies"] = std::move(policies);
    if (truthy(event["PermissionsBoundary"])) role["PermissionsBoundary"] = event["PermissionsBoundary"];
    role_arn = role.arn();
    made.push_back(std::move(role));
  }
  target_properties["RoleArn"] = role_arn;
  for (const char* name : {"Input", "RetryPolicy"}) {
    if (const Json& value = event[name]; !value.is_null()) target_properties[name] = value;
  }
  schedule["Target"] = std::move(target_properties);
  made.push_back(std::move(schedule));
  return made;
}

const EventKind schedule_v2_event{"ScheduleV2", schedule_v2_rules, nullptr, transform_function_schedule};

}  // namespace cloche::deploy::sam
