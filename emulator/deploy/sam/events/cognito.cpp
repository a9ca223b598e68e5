// Cognito: the user pool, which must be in the template, gets a trigger.
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/events/event.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule cognito_rules[] = {{"UserPool", a_string, Given::required},
                                          {"Trigger", a_string_or_strings, Given::required_as_is}};

void check_user_pool(Context& context, const std::string& id, const Declared& event) {
  const Json& pool = event["UserPool"];
  if (pool.is_object() && pool.contains("Ref")) {
    if (!pool["Ref"].is_string()) throw EventError{event.logical_id, "Ref in Userpool is not a string."};
    if (context.resources().contains(pool["Ref"].get<std::string>())) return;
  }
  throw EventError{id, "Cognito events must reference a Cognito UserPool in the same template."};
}

Resources transform_cognito(FunctionEvent& event) {
  const std::string pool_id = event["UserPool"]["Ref"].get<std::string>();
  Json& pool = event.context.source["Resources"][pool_id];
  Resource permission =
      make_permission(event.target.logical_id + "CognitoPermission", event,
                      {"cognito-idp.amazonaws.com", get_att(pool_id, "Arn"), nullptr, nullptr});
  Json& triggers = pool["Properties"]["LambdaConfig"];
  if (triggers.is_null()) triggers = Json::object();
  expect_map(triggers, pool_id, "LambdaConfig");
  for (const Json& trigger : as_list(event["Trigger"])) {
    if (!triggers.emplace(text_of(trigger), event.target.arn()).second) {
      event.refuse("Cognito trigger \"" + shown(event["Trigger"]) + "\" defined multiple times.");
    }
  }
  Resource changed =
      make_resource(pool_id, "AWS::Cognito::UserPool", Json::object(), member(pool, "DependsOn"));
  for (const char* name :
       {"DeletionPolicy", "UpdatePolicy", "Condition", "UpdateReplacePolicy", "Metadata"}) {
    if (pool.contains(name)) changed.attributes[name] = pool[name];
  }
  changed.properties = pool["Properties"];
  return {std::move(permission), std::move(changed)};
}

}  // namespace

const EventKind cognito_event{"Cognito", cognito_rules, check_user_pool, transform_cognito};

}  // namespace cloche::deploy::sam
