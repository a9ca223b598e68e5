// Events that need little more than a permission: CloudWatchLogs, AlexaSkill, IoTRule.
#include "emulator/deploy/sam/events/event.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule logs_rules[] = {{"LogGroupName", a_string, Given::required},
                                       {"FilterPattern", a_string, Given::required}};
constexpr PropertyRule alexa_rules[] = {{"SkillId", a_string}};
constexpr PropertyRule iot_rules[] = {{"Sql", a_string, Given::required}, {"AwsIotSqlVersion", a_string}};

Resources transform_logs(FunctionEvent& event) {
  const Json source = sub("arn:" + event.context.settings.partition +
                              ":logs:${AWS::Region}:${AWS::AccountId}:log-group:${__LogGroupName__}:*",
                          {{"__LogGroupName__", event["LogGroupName"]}});
  Resource permission = make_permission(event.logical_id() + "Permission", event,
                                        {"logs.amazonaws.com", source, nullptr, nullptr});
  Resource filter = make_resource(event.logical_id(), "AWS::Logs::SubscriptionFilter", event.passed_on(),
                                  Json::array({permission.logical_id}));
  filter["LogGroupName"] = event["LogGroupName"];
  filter["FilterPattern"] = event["FilterPattern"];
  filter["DestinationArn"] = event.target.arn();
  return {std::move(permission), std::move(filter)};
}

Resources transform_alexa(FunctionEvent& event) {
  return {make_permission(event.logical_id() + "Permission", event,
                          {"alexa-appkit.amazon.com", nullptr, nullptr, event["SkillId"]})};
}

Resources transform_iot(FunctionEvent& event) {
  const Json source = sub(
      "arn:" + event.context.settings.partition + ":iot:${AWS::Region}:${AWS::AccountId}:rule/${RuleName}",
      {{"RuleName", reference(event.logical_id())}});
  Resource permission = make_permission(event.logical_id() + "Permission", event,
                                        {"iot.amazonaws.com", source, sub("${AWS::AccountId}"), nullptr});
  Resource rule = make_resource(event.logical_id(), "AWS::IoT::TopicRule", event.passed_on());
  Json payload = {{"Sql", event["Sql"]},
                  {"RuleDisabled", false},
                  {"Actions", Json::array({{{"Lambda", {{"FunctionArn", event.target.arn()}}}}})}};
  if (truthy(event["AwsIotSqlVersion"])) payload["AwsIotSqlVersion"] = event["AwsIotSqlVersion"];
  rule["TopicRulePayload"] = std::move(payload);
  return {std::move(permission), std::move(rule)};
}

}  // namespace

const EventKind cloudwatch_logs_event{"CloudWatchLogs", logs_rules, nullptr, transform_logs};
const EventKind alexa_skill_event{"AlexaSkill", alexa_rules, nullptr, transform_alexa};
const EventKind iot_rule_event{"IoTRule", iot_rules, nullptr, transform_iot};

}  // namespace cloche::deploy::sam
