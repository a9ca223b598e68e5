// AWS::Serverless::WebSocketApi
#include <algorithm>

#include "emulator/deploy/sam/apiv2.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/function.h"
#include "emulator/deploy/sam/other_resources.h"
#include "emulator/deploy/sam/values.h"
#include "fakes/wire/http_message.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule web_socket_rules[] = {{"ApiKeySelectionExpression", a_string},
                                             {"AccessLogSettings", a_map},
                                             {"Auth", a_map},
                                             {"DefaultRouteSettings", a_map},
                                             {"Description", a_string},
                                             {"DisableExecuteApiEndpoint", a_boolean},
                                             {"Domain", a_map},
                                             {"DisableSchemaValidation", a_boolean},
                                             {"FailOnWarnings", a_boolean},
                                             {"IpAddressType", a_string},
                                             {"Name", a_string},
                                             {"PropagateTags", a_boolean},
                                             {"Routes", a_map, Given::required},
                                             {"RouteSettings", a_map},
                                             {"RouteSelectionExpression", a_string, Given::required},
                                             {"StageName", a_string_or_map},
                                             {"StageVariables", a_map},
                                             {"Tags", a_map}};

constexpr const char* invocation_path =
    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/";

struct WebSocketApi {
  Declared declared;
  Json auth;
  Json stage_name;

  const Json& operator[](std::string_view name) const { return declared[name]; }
  const std::string& id() const { return declared.logical_id; }
  [[noreturn]] void refuse(const std::string& message) const { throw ResourceError{id(), message}; }
};

void check_web_socket_api(const WebSocketApi& api, const Json& routes, const Json& domain) {
  if (!truthy(routes)) api.refuse("WebSocket API must have at least one route.");
  const Json& addresses = api["IpAddressType"];
  if (!addresses.is_null() && !is_intrinsic(addresses) && addresses != "ipv4" && addresses != "dualstack") {
    api.refuse("IpAddressType must be 'ipv4' or 'dualstack'.");
  }
  if (truthy(member(domain, "MutualTlsAuthentication"))) {
    api.refuse("Mutual TLS domain name association is not supported for Websocket APIs.");
  }
  if (truthy(api.auth) && !routes.contains("$connect")) {
    api.refuse("Authorization is only available if there is a $connect route.");
  }
}

void check_web_socket_auth(const WebSocketApi& api) {
  const std::string type = wire::upper_case(shown(member(api.auth, "AuthType")));
  if (!truthy(member(api.auth, "AuthType"))) {
    api.refuse("AuthType must be specified for additional auth configurations.");
  }
  if (type != "NONE" && type != "AWS_IAM" && type != "CUSTOM") {
    api.refuse("AuthType is not one of AWS_IAM, CUSTOM or NONE.");
  }
  if (type == "CUSTOM" && !truthy(member(api.auth, "AuthArn"))) {
    api.refuse("AuthArn must be specified if AuthType is CUSTOM.");
  }
  if (type != "CUSTOM" && api.auth.size() > 1) {
    api.refuse("No additional configurations supported for AuthType " + type + ".");
  }
}

/// The part of a route's name that is in the logical ids of what is made for it: Connect, Sendmessage.
std::string route_name(const WebSocketApi& api, const std::string& key) {
  std::string name = key;
  if (key == "$connect" || key == "$disconnect" || key == "$default") name.erase(0, 1);
  if (!is_alphanumeric(name)) {
    api.refuse(
        "Route key '" + key +
        "' must be alphanumeric. Only $connect, $disconnect, and $default special routes are supported.");
  }
  return wire::upper_case(name.substr(0, 1)) + wire::lower_case(name.substr(1));
}

Resource make_route(const WebSocketApi& api, const std::string& key, const std::string& base,
                    const Json& route) {
  Resource made = make_resource(base + "Route", "AWS::ApiGatewayV2::Route", api.declared.passed_on());
  made["RouteKey"] = key;
  made["ApiId"] = reference(api.id());
  for (const char* name : {"ApiKeyRequired", "ModelSelectionExpression", "OperationName", "RequestModels",
                           "RouteResponseSelectionExpression"}) {
    made[name] = member(route, name);
  }
  if (const Json& parameters = member(route, "RequestParameters"); truthy(parameters)) {
    if (key != "$connect") {
      api.refuse("Request parameters are only supported for the $connect route in WebSocket APIs.");
    }
    made["RequestParameters"] = parameters;
  }
  made["Target"] = {
      {"Fn::Join", Json::array({"/", Json::array({"integrations", reference(base + "Integration")})})}};
  return made;
}

Resource make_integration(const WebSocketApi& api, const std::string& base, const Json& route) {
  if (!member(route, "FunctionArn").is_null() || (route.is_object() && route.contains("FunctionArn"))) {
    Resource made =
        make_resource(base + "Integration", "AWS::ApiGatewayV2::Integration", api.declared.passed_on());
    made["ApiId"] = reference(api.id());
    made["IntegrationType"] = "AWS_PROXY";
    made["IntegrationUri"] = sub(std::string(invocation_path) + "${FunctionArn}/invocations",
                                 {{"FunctionArn", route["FunctionArn"]}});
    made["TimeoutInMillis"] = member(route, "IntegrationTimeout");
    return made;
  }
  api.refuse("Route must have associated function.");
}

Resource make_route_permission(const WebSocketApi& api, const std::string& key, const std::string& base,
                               const Json& route) {
  Resource made = make_resource(base + "Permission", "AWS::Lambda::Permission", api.declared.passed_on());
  made["Action"] = "lambda:InvokeFunction";
  made["FunctionName"] = route["FunctionArn"];
  made["Principal"] = "apigateway.amazonaws.com";
  const std::string arn =
      "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${" + api.id() + ".ApiId}/";
  made["SourceArn"] = api.stage_name.is_string()
                          ? sub(arn + text_of(api.stage_name) + "/" + key)
                          : sub(arn + "${__StageName__}/" + key, {{"__StageName__", api.stage_name}});
  return made;
}

Resource make_authorizer(const WebSocketApi& api) {
  const std::string id = api.id() + "ConnectAuthorizer";
  Resource made = make_resource(id, "AWS::ApiGatewayV2::Authorizer", api.declared.passed_on());
  made["ApiId"] = reference(api.id());
  made["AuthorizerCredentialsArn"] = member(api.auth, "InvokeRole");
  made["AuthorizerType"] = "REQUEST";
  made["AuthorizerUri"] = sub(std::string(invocation_path) + "${AuthArn}/invocations",
                              {{"AuthArn", member(api.auth, "AuthArn")}});
  made["IdentitySource"] = member(api.auth, "IdentitySource");
  const Json& name = member(api.auth, "Name");
  made["Name"] = truthy(name) ? name : Json(id);
  return made;
}

Resource make_web_socket_stage(const WebSocketApi& api, const Json& route_ids) {
  if (api.stage_name == "$default") api.refuse("Stages cannot be named $default for WebSocket APIs.");
  const std::string text = text_of(api.stage_name);
  Resource stage = make_resource(text == "default" ? api.id() + "DefaultStage" : api.id() + text + "Stage",
                                 "AWS::ApiGatewayV2::Stage", api.declared.passed_on());
  stage["ApiId"] = reference(api.id());
  stage["StageName"] = api.stage_name;
  for (const char* name : {"StageVariables", "AccessLogSettings", "DefaultRouteSettings", "RouteSettings"}) {
    stage[name] = api[name];
  }
  stage["Tags"] = {{"websocketapi:createdBy", "SAM"}};
  stage["AutoDeploy"] = true;
  if (truthy(api["RouteSettings"])) stage.depends_on = route_ids;
  return stage;
}

/// The routes, each with its integration and permission, and what authorizes connections.
Resources make_routes(const WebSocketApi& api, const Json& routes) {
  Resources made;
  Resources authorizers;
  for (const auto& [key, route] : routes.items()) {
    const std::string base = api.id() + route_name(api, key);
    Resource one = make_route(api, key, base, route);
    if (truthy(api.auth)) {
      check_web_socket_auth(api);
      const Json& type = api.auth["AuthType"];
      if (key == "$connect") {
        one["AuthorizationType"] = type == "CUSTOM" || type == "AWS_IAM" ? type : Json("NONE");
      }
      if (key == "$connect" && type == "CUSTOM") {
        authorizers.push_back(make_authorizer(api));
        one["AuthorizerId"] = authorizers.back().name();
      }
    }
    made.push_back(std::move(one));
    made.push_back(make_integration(api, base, route));
    made.push_back(make_route_permission(api, key, base, route));
  }
  if (!authorizers.empty() && !truthy(member(api.auth, "InvokeRole"))) {
    authorizers.push_back(make_apiv2_authorizer_permission(
        api.id() + "AuthorizerPermission", api.id(), member(api.auth, "AuthArn"), api.declared.passed_on()));
  }
  std::ranges::move(authorizers, std::back_inserter(made));
  return made;
}

}  // namespace

Resources transform_web_socket_api(Context& context, const std::string& logical_id, Json& definition) {
  WebSocketApi api{
      declare(logical_id, definition, "AWS::Serverless::WebSocketApi", web_socket_rules), {}, {}};
  for (const char* name : {"Auth", "Domain", "Routes"}) {
    Json& value = api.declared.at(name);
    value = context.parameters.resolve(value);
  }
  api.auth = api["Auth"];
  api.stage_name = api["StageName"].is_null() ? Json("default") : api["StageName"];
  Json domain = api["Domain"];
  const Json& routes = api["Routes"];
  check_web_socket_api(api, routes, domain);
  Resource made =
      make_resource(logical_id, "AWS::ApiGatewayV2::Api", Json::object(), api.declared.depends_on);
  for (const char* name : {"ApiKeySelectionExpression", "Description", "DisableExecuteApiEndpoint",
                           "DisableSchemaValidation", "IpAddressType", "RouteSelectionExpression"}) {
    made[name] = api[name];
  }
  made["Name"] = api["Name"].is_null() ? Json(logical_id) : api["Name"];
  Json tags = truthy(api["Tags"]) ? api["Tags"] : Json::object();
  tags["websocketapi:createdBy"] = "SAM";
  made["Tags"] = tags;
  made["ProtocolType"] = "WEBSOCKET";
  Resources all;
  all.push_back(std::move(made));
  // Each WebSocket API has its own group of records, of the same name as others': the last one's stays. So
  // SAM does it.
  std::map<std::string, Resource> record_groups;
  Resources domains = make_apiv2_domain(record_groups, api.declared, domain,
                                        {{"websocketapi:createdBy", "SAM"}}, api.declared.passed_on());
  Json route_ids = Json::array();
  for (const auto& [key, route] : routes.items()) {
    route_ids.push_back(logical_id + route_name(api, key) + "Route");
  }
  const Resource stage = make_web_socket_stage(api, route_ids);
  for (Resource& one : make_routes(api, routes)) all.push_back(std::move(one));
  std::ranges::move(domains, std::back_inserter(all));
  all.push_back(stage);
  if (!api["Tags"].is_null()) propagate_tags(all, tags, api["PropagateTags"]);
  return all;
}

}  // namespace cloche::deploy::sam
