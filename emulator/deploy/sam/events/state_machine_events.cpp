#include "emulator/deploy/sam/events/state_machine_events.h"

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/events/api_auth.h"
#include "emulator/deploy/sam/events/event.h"
#include "emulator/deploy/sam/events/scheduler.h"
#include "emulator/deploy/sam/policies.h"
#include "emulator/deploy/sam/values.h"
#include "fakes/wire/http_message.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule machine_schedule_rules[] = {{"Schedule", a_string, Given::required},
                                                   {"Input", a_string},
                                                   {"Enabled", a_boolean},
                                                   {"State", a_string},
                                                   {"Name", a_string},
                                                   {"Description", a_string},
                                                   {"DeadLetterConfig", a_map},
                                                   {"RetryPolicy", a_map},
                                                   {"Target", a_map, Given::optional_as_is},
                                                   {"RoleArn", a_string, Given::optional_as_is}};
constexpr PropertyRule machine_pattern_rules[] = {
    {"EventBusName", a_string}, {"RuleName", a_string},  {"Pattern", a_map},
    {"Input", a_string},        {"InputPath", a_string}, {"DeadLetterConfig", a_map},
    {"RetryPolicy", a_map},     {"State", a_string},     {"Target", a_map, Given::optional_as_is},
    {"InputTransformer", a_map}};
constexpr PropertyRule machine_api_rules[] = {{"Path", a_string, Given::required},
                                              {"Method", a_string, Given::required},
                                              {"RestApiId", a_string, Given::required},
                                              {"Stage", a_string},
                                              {"Auth", a_map},
                                              {"UnescapeMappingTemplate", a_boolean, Given::optional_as_is}};

struct MachineEvent {
  Context& context;
  std::string id;
  Declared declared;
  const Resource& target;
  Json permissions_boundary;

  const Json& operator[](std::string_view name) const { return declared[name]; }
  const std::string& logical_id() const { return declared.logical_id; }
};

PropertyRules rules_of(std::string_view type) {
  if (type == "Schedule") return machine_schedule_rules;
  if (type == "CloudWatchEvent" || type == "EventBridgeRule") return machine_pattern_rules;
  if (type == "Api") return machine_api_rules;
  if (type == "ScheduleV2") return scheduler_rules();
  return {};
}

/// What lets the service of the event start the state machine.
Resource make_start_role(const MachineEvent& event, std::string_view service) {
  Resource role = make_resource(event.logical_id() + "Role", "AWS::IAM::Role", event.target.passed_on());
  role["AssumeRolePolicyDocument"] = assume_role_policy(service);
  role["Policies"] = Json::array(
      {inline_policy(role.logical_id + "StartExecutionPolicy", "states:StartExecution", event.target.arn())});
  if (truthy(event.permissions_boundary)) role["PermissionsBoundary"] = event.permissions_boundary;
  return role;
}

Resources rule_with_machine(const MachineEvent& event, Resource rule) {
  Resources made;
  Json role_arn = event["RoleArn"];
  if (role_arn.is_null()) {
    Resource role = make_start_role(event, "events.amazonaws.com");
    role_arn = role.arn();
    made.push_back(std::move(role));
  }
  const Json& own_id = member(event["Target"], "Id");
  Json target = {
      {"Arn", event.target.arn()},
      {"Id", own_id.is_null() ? Json(target_id(event.logical_id(), "StepFunctionsTarget")) : own_id},
      {"RoleArn", role_arn}};
  if (const Json& dead_letters = event["DeadLetterConfig"]; !dead_letters.is_null()) {
    check_dead_letter_config(event.logical_id(), dead_letters);
    DeadLetterQueue queue =
        rule_dead_letter_queue(event.logical_id(), dead_letters, rule.arn(), event.target.passed_on());
    target["DeadLetterConfig"] = {{"Arn", queue.arn}};
    for (Resource& one : queue.made) made.push_back(std::move(one));
  }
  for (const char* name : {"Input", "InputPath", "RetryPolicy", "InputTransformer"}) {
    if (const Json& value = event[name]; !value.is_null()) target[name] = value;
  }
  rule["Targets"] = Json::array({std::move(target)});
  made.push_back(std::move(rule));
  return made;
}

Resources machine_schedule(const MachineEvent& event) {
  Resource rule = make_resource(event.logical_id(), "AWS::Events::Rule", event.target.passed_on());
  rule["ScheduleExpression"] = event["Schedule"];
  rule["State"] = rule_state(event.id, event["State"], event["Enabled"]);
  rule["Name"] = event["Name"];
  rule["Description"] = event["Description"];
  return rule_with_machine(event, std::move(rule));
}

Resources machine_pattern(const MachineEvent& event) {
  Resource rule = make_resource(event.logical_id(), "AWS::Events::Rule", event.target.passed_on());
  rule["EventBusName"] = event["EventBusName"];
  rule["EventPattern"] = event["Pattern"];
  rule["Name"] = event["RuleName"];
  if (truthy(event["State"])) rule["State"] = event["State"];
  return rule_with_machine(event, std::move(rule));
}

/// The request of StartExecution, with the body as its input.
Json start_request(const MachineEvent& event) {
  const std::string machine = "${" + event.target.logical_id + "}";
  if (truthy(event["UnescapeMappingTemplate"])) {
    return {{"application/json",
             sub("{\"input\": \"$util.escapeJavaScript($input.json('$')).replaceAll(\"\\\\'\",\"'\")\", "
                 "\"stateMachineArn\": \"" +
                 machine + "\"}")}};
  }
  return {{"application/json",
           sub("{\"input\": \"$util.escapeJavaScript($input.json('$'))\", \"stateMachineArn\": \"" + machine +
               "\"}")}};
}

Resources machine_api(const MachineEvent& event) {
  const ReferredApi api = referred_api(event.context, event.id, event["RestApiId"]);
  const std::string method = wire::lower_case(text_of(event["Method"]));
  const RestMethod at{event.id, api.id, text_of(event["Path"]), method, event["Stage"]};
  Resource role = make_start_role(event, "apigateway.amazonaws.com");
  Json& properties = *api.properties;
  Json& definition = properties["DefinitionBody"];
  if (truthy(member(properties, "__MANAGE_SWAGGER")) && !definition.is_null()) {
    SwaggerDocument document(definition);
    if (document.has_integration(at.path, method)) {
      throw EventError{event.id,
                       "API method \"" + method + "\" defined multiple times for path \"" + at.path + "\"."};
    }
    document.add_state_machine_integration(
        at.path, method, sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution"),
        role.arn(), start_request(event), member(event.target.attributes, "Condition"));
    if (truthy(event["Auth"])) add_event_auth(event.context, document, at, event["Auth"], properties);
    definition = document.take();
  }
  return {std::move(role)};
}

Resources transform_machine_event(const MachineEvent& event, std::string_view type) {
  if (type == "Schedule") return machine_schedule(event);
  if (type == "Api") return machine_api(event);
  if (type == "ScheduleV2") {
    return transform_scheduler(event.declared, event.target, event.logical_id() + "StartExecutionPolicy",
                               "states:StartExecution");
  }
  return machine_pattern(event);
}

Declared declare_machine_event(const Declared& machine, const std::string& id, Json& definition) {
  const std::string type = text_of(member(definition, "Type"));
  const PropertyRules rules = rules_of(type);
  if (rules.empty()) refuse_event_type(id, definition);
  return declare(machine.logical_id + id, definition, type, rules);
}

}  // namespace

void check_state_machine_events(Context& context, const Declared& machine) {
  if (!truthy(machine["Events"])) return;
  try {
    for (auto& [id, definition] : machine.at("Events").items()) {
      const Declared event = declare_machine_event(machine, id, definition);
      if (member(definition, "Type") == "Api") referred_api(context, id, event["RestApiId"]);
    }
  } catch (const EventError& error) {
    throw ResourceError{machine.logical_id, error.text()};
  }
}

Resources transform_state_machine_events(Context& context, const Declared& machine, const Resource& target) {
  Resources made;
  if (!truthy(machine["Events"])) return made;
  for (auto& [id, definition] : machine.at("Events").items()) {
    const MachineEvent event{context, id, declare_machine_event(machine, id, definition), target,
                             machine["PermissionsBoundary"]};
    for (Resource& resource : transform_machine_event(event, text_of(definition["Type"]))) {
      made.push_back(std::move(resource));
    }
  }
  return made;
}

}  // namespace cloche::deploy::sam
