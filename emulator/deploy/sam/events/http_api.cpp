// HttpApi: a route of an HTTP API, explicit or the implicit ServerlessHttpApi.

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/events/api_auth.h"
#include "emulator/deploy/sam/events/event.h"
#include "emulator/deploy/sam/openapi_document.h"
#include "emulator/deploy/sam/values.h"
#include "fakes/wire/http_message.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule http_api_rules[] = {{"Path", a_string},       {"Method", a_string},
                                           {"ApiId", a_string},      {"Stage", a_string},
                                           {"Auth", a_map},          {"TimeoutInMillis", an_integer},
                                           {"RouteSettings", a_map}, {"PayloadFormatVersion", a_string}};

/// The event's route; the method in lower case.
struct Route {
  std::string path;
  std::string method;
  std::string api_id;
  Json* api;  // its properties
};

Route route_of(Context& context, const std::string& id, const Declared& event) {
  const Json name = api_id_of(event["ApiId"]);
  Json& resources = context.source["Resources"];
  const auto api = name.is_string() ? resources.find(name.get<std::string>()) : resources.end();
  if (api == resources.end() || !api->is_object()) {
    throw EventError{
        id, "ApiId must be a valid reference to an 'AWS::Serverless::HttpApi' resource in same template."};
  }
  return {text_of(event["Path"]), wire::lower_case(text_of(event["Method"])), name.get<std::string>(),
          &api->emplace("Properties", Json::object()).first.value()};
}

void check_http_api(Context& context, const std::string& id, const Declared& event) {
  route_of(context, id, event);
}

/// Whether the function has the default route too, whose permission covers this one.
bool is_covered(const FunctionEvent& event, const Route& route) {
  const Json& definition = member(*route.api, "DefinitionBody");
  if (!truthy(definition)) return false;
  try {
    OpenApiDocument document(definition);
    return route.path != default_path && document.invokes(default_path, any_method, event.target.logical_id);
  } catch (const InvalidDocument& error) {
    throw ResourceError{route.api_id, error.causes.front().message};
  }
}

Resource http_api_permission(const FunctionEvent& event, const Route& route) {
  const std::string path = route.path == default_path ? "" : path_in_arn(route.path, false);
  const bool any = route.method == "any" || route.method == any_method;
  std::string resource = "${__ApiId__}/${__Stage__}";
  if (route.method != "any" || path != std::string("/") + default_path) {
    resource += '/';
    resource += any ? "*" : wire::upper_case(route.method);
  }
  resource += path;
  const Json source = sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:" + resource,
                          {{"__ApiId__", event["ApiId"]}, {"__Stage__", "*"}});
  return make_permission(event.logical_id() + "Permission", event,
                         {"apigateway.amazonaws.com", source, nullptr, nullptr});
}

void add_route_auth(FunctionEvent& event, const Route& route, OpenApiDocument& document, Json& auth) {
  const Json& api_auth = member(*route.api, "Auth");
  if (route.api->contains("Auth")) expect_map(api_auth, route.api_id, "Auth");
  const Json& standard = member(api_auth, "DefaultAuthorizer");
  if (!truthy(member(auth, "Authorizer"))) {
    if (!truthy(standard)) {
      event.refuse(
          "'Auth' section requires either an explicit 'Authorizer' set or a 'DefaultAuthorizer' configured "
          "on the "
          "HttpApi.");
    }
    auth["Authorizer"] = standard;
  }
  const Json& authorizer = auth["Authorizer"];
  const Json authorizers = truthy(api_auth) ? member(api_auth, "Authorizers") : Json::object();
  const bool iam = member(api_auth, "EnableIamAuthorizer") == true;
  check_authorizer_kind(event.id, route.method, route.path, authorizer, authorizers, iam);
  const std::string here = "on API method [" + route.method + "] for path [" + route.path + "] because ";
  const std::string named = "Unable to set Authorizer [" + shown(authorizer) + "] " + here;
  if (authorizer == "NONE") {
    if (!truthy(standard)) {
      event.refuse("Unable to set Authorizer " + here +
                   "'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.");
    }
  } else if (authorizer != "AWS_IAM" || !iam) {
    if (!truthy(authorizers)) event.refuse(named + "the related API does not define any Authorizers.");
    if (!truthy(member(authorizers, text_of(authorizer)))) {
      event.refuse(named + "it wasn't defined in the API's Authorizers.");
    }
  }
  const Json& scopes = member(auth, "AuthorizationScopes");
  if (truthy(scopes) && !scopes.is_array()) {
    event.refuse("Unable to set Authorizer " + here + "'AuthorizationScopes' must be a list of strings.");
  }
  document.add_auth(route.path, route.method, auth, api_auth);
}

void add_route(FunctionEvent& event, const Route& route) {
  Json& definition = (*route.api)["DefinitionBody"];
  if (definition.is_null()) return;
  OpenApiDocument document(definition);
  if (truthy(member(*route.api, "__MANAGE_SWAGGER")) && document.has_integration(route.path, route.method)) {
    event.refuse("API method '" + route.method + "' defined multiple times for path '" + route.path + "'.");
  }
  document.add_lambda_integration(
      route.path, route.method, invocation_uri(event.target, "${AWS::Partition}", false), event.condition());
  if (truthy(event["Auth"])) add_route_auth(event, route, document, event.declared.at("Auth"));
  if (truthy(event["TimeoutInMillis"]))
    document.set_timeout(route.path, route.method, event["TimeoutInMillis"]);
  document.add_path_parameters(route.path, route.method);
  if (truthy(event["PayloadFormatVersion"])) {
    document.set_payload_format_version(route.path, route.method, event["PayloadFormatVersion"]);
  }
  definition = document.take();
}

Resources transform_http_api(FunctionEvent& event) {
  const Route route = route_of(event.context, event.id, event.declared);
  Resources made;
  if (!is_covered(event, route)) made.push_back(http_api_permission(event, route));
  add_route(event, route);
  return made;
}

}  // namespace

const EventKind http_api_event{"HttpApi", http_api_rules, check_http_api, transform_http_api};

}  // namespace cloche::deploy::sam
