#include "emulator/deploy/sam/events/api_auth.h"

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/properties.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

std::string unable(const RestMethod& at, const std::string& what) {
  return "Unable to set " + what + " on API method [" + at.method + "] for path [" + at.path + "] because ";
}

void check_authorizer(const RestMethod& at, const Json& authorizer, const Json& api_auth) {
  const Json& authorizers = member(api_auth, "Authorizers");
  if (truthy(authorizers)) expect_map(authorizers, at.api_id, "Auth.Authorizers");
  if (authorizer == "AWS_IAM") return;
  if (authorizer == "NONE") {
    if (truthy(member(api_auth, "DefaultAuthorizer"))) return;
    throw EventError{at.event_id,
                     unable(at, "Authorizer") +
                         "'NONE' is only a valid value when a DefaultAuthorizer on the API is specified."};
  }
  const std::string named = "Authorizer [" + shown(authorizer) + "]";
  if (!truthy(authorizers)) {
    throw EventError{at.event_id, unable(at, named) + "the related API does not define any Authorizers."};
  }
  check_authorizer_kind(at.event_id, at.method, at.path, authorizer, authorizers, false);
  if (!truthy(member(authorizers, text_of(authorizer)))) {
    throw EventError{at.event_id, unable(at, named) + "it wasn't defined in the API's Authorizers."};
  }
}

}  // namespace

void check_authorizer_kind(const std::string& event_id, const std::string& method, const std::string& path,
                           const Json& authorizer, const Json& authorizers, bool iam_enabled) {
  if (authorizer == "NONE" || (authorizer == "AWS_IAM" && iam_enabled)) return;
  if (authorizer.is_string() && authorizers.is_object()) return;
  throw EventError{
      event_id,
      "Unable to set Authorizer [" + shown(authorizer) + "] on API method [" + method + "] for path [" +
          path +
          "]. The method authorizer must be a string with a corresponding dict entry in the api authorizer."};
}

void add_event_auth(Context& context, SwaggerDocument& document, const RestMethod& at, const Json& event_auth,
                    Json& api) {
  Json api_auth = member(api, "Auth");
  api_auth = context.parameters.resolve(api_auth);
  const Json& authorizer = member(event_auth, "Authorizer");
  if (truthy(authorizer)) check_authorizer(at, authorizer, api_auth);
  const Json& scopes = member(event_auth, "AuthorizationScopes");
  if (truthy(scopes)) {
    expect_event_list(scopes, at.event_id, "Auth.AuthorizationScopes");
    if (!truthy(authorizer)) {
      throw EventError{at.event_id, "AuthorizationScopes works only when Authorizer is set"};
    }
  }
  const Json& api_key = member(event_auth, "ApiKeyRequired");
  if (!api_key.is_null() && !truthy(api_key) && !truthy(member(api_auth, "ApiKeyRequired"))) {
    throw EventError{at.event_id, unable(at, "ApiKeyRequired [False]") +
                                      "the related API does not specify any ApiKeyRequired."};
  }
  if (truthy(authorizer) || !api_key.is_null()) document.add_auth(at.path, at.method, event_auth, api_auth);
  const Json& policy = member(event_auth, "ResourcePolicy");
  if (!truthy(policy)) return;
  expect_map(policy, at.event_id, "Auth.ResourcePolicy");
  document.add_resource_policy(policy, at.path, at.stage);
  if (truthy(member(policy, "CustomStatements"))) document.add_custom_statements(policy["CustomStatements"]);
}

Json api_id_of(const Json& rest_api_id) {
  return rest_api_id.is_object() && rest_api_id.contains("Ref") ? rest_api_id["Ref"] : rest_api_id;
}

ReferredApi referred_api(Context& context, const std::string& event_id, const Json& rest_api_id) {
  const std::string no_api =
      "RestApiId property of Api event must reference a valid resource in the same template.";
  const Json id = api_id_of(rest_api_id);
  if (!id.is_string()) throw EventError{event_id, no_api};
  const std::string name = id.get<std::string>();
  const auto api = context.source["Resources"].find(name);
  if (api == context.source["Resources"].end() || !api->is_object()) throw EventError{event_id, no_api};
  Json& properties = api->emplace("Properties", Json::object()).first.value();
  if (!properties.is_object()) throw ResourceError{name, "Attribute 'Properties' should be a map."};
  const Json& stage = member(properties, "StageName");
  if (stage == "") throw ResourceError{name, "StageName cannot be empty."};
  return {&properties, name, stage.is_string() ? stage.get<std::string>() : "Stage"};
}

Json invocation_uri(const Resource& target, const std::string& partition, bool streamed) {
  const Json arn = target.arn();
  const std::string function =
      arn.contains("Ref") ? "${" + target.logical_id + "}" : "${" + target.logical_id + ".Arn}";
  return sub("arn:" + partition + ":apigateway:${AWS::Region}:lambda:path/" +
             (streamed ? "2021-11-15" : "2015-03-31") + "/functions/" + function +
             (streamed ? "/response-streaming-invocations" : "/invocations"));
}

}  // namespace cloche::deploy::sam
