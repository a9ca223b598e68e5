#include "emulator/deploy/sam/rest_api.h"

#include <algorithm>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/function.h"
#include "emulator/deploy/sam/logical_id.h"
#include "emulator/deploy/sam/other_resources.h"
#include "emulator/deploy/sam/python_order.h"
#include "emulator/deploy/sam/swagger_document.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule rest_api_rules[] = {{"__MANAGE_SWAGGER", a_boolean},
                                           {"Name", a_string_or_map},
                                           {"StageName", a_string_or_map, Given::required},
                                           {"Tags", a_map},
                                           {"PropagateTags", a_boolean},
                                           {"DefinitionBody", a_map},
                                           {"DefinitionUri", a_string_or_map},
                                           {"MergeDefinitions", a_boolean, Given::optional_as_is},
                                           {"CacheClusterEnabled", a_boolean},
                                           {"CacheClusterSize", a_string},
                                           {"Variables", a_map},
                                           {"EndpointConfiguration", a_string_or_map},
                                           {"MethodSettings", a_list},
                                           {"BinaryMediaTypes", a_list},
                                           {"MinimumCompressionSize", an_integer},
                                           {"Cors", a_string_or_map},
                                           {"Auth", a_map},
                                           {"GatewayResponses", a_map},
                                           {"AccessLogSetting", a_map},
                                           {"CanarySetting", a_map},
                                           {"TracingEnabled", a_boolean},
                                           {"OpenApiVersion", a_string},
                                           {"Models", a_map},
                                           {"Domain", a_map},
                                           {"FailOnWarnings", a_boolean},
                                           {"Description", a_string},
                                           {"Mode", a_string},
                                           {"DisableExecuteApiEndpoint", a_boolean},
                                           {"ApiKeySourceType", a_string},
                                           {"AlwaysDeploy", a_boolean, Given::optional_as_is},
                                           {"Policy", a_string_or_map},
                                           {"SecurityPolicy", a_string},
                                           {"EndpointAccessMode", a_string}};

void check_rest_api(const RestApi& api) {
  const bool elsewhere = truthy(api["DefinitionUri"]);
  if (elsewhere && truthy(api["DefinitionBody"])) {
    api.refuse("Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
  }
  if (elsewhere && truthy(api["MergeDefinitions"])) {
    api.refuse("Cannot set 'MergeDefinitions' to True when using `DefinitionUri`.");
  }
  const Json& version = api["OpenApiVersion"];
  if (!truthy(version)) return;
  std::string as_three = shown(version);
  if (as_three.starts_with('2')) as_three[0] = '3';
  if (!is_openapi_3(as_three)) api.refuse("The OpenApiVersion value must be of the format '3.0.0'.");
}

void set_endpoint_configuration(const RestApi& api, Resource& made) {
  Json value = api["EndpointConfiguration"];
  if (!truthy(value)) {
    // Where there are no edge endpoints, it is said.
    const std::string& partition = api.context.settings.partition;
    const bool has_edge = !partition.starts_with("aws-iso") && partition != "aws-us-gov" &&
                          partition != "aws-cn" && partition != "aws-eusc";
    if (has_edge) return;
    value = "REGIONAL";
  }
  const Json& type = member(value, "Type");
  if (!truthy(type)) {
    made["EndpointConfiguration"] = {{"Types", Json::array({value})}};
    made["Parameters"] = {{"endpointConfigurationTypes", value}};
    return;
  }
  made["Parameters"] = {{"endpointConfigurationTypes", type}};
  Json& configuration = made["EndpointConfiguration"] = {{"Types", Json::array({type})}};
  const Json& own = member(value, "VPCEndpointIds");
  const Json& standard = member(value, "VpcEndpointIds");
  if (value.contains("VPCEndpointIds") && value.contains("VpcEndpointIds")) {
    api.refuse("'VPCEndpointIds' and 'VpcEndpointIds' cannot be used together in EndpointConfiguration.");
  }
  if (value.contains("VPCEndpointIds") || value.contains("VpcEndpointIds")) {
    configuration["VpcEndpointIds"] = truthy(own) ? own : standard;
  }
  if (value.contains("IpAddressType")) configuration["IpAddressType"] = value["IpAddressType"];
}

Resource make_rest_api(RestApi& api) {
  check_rest_api(api);
  Resource made =
      make_resource(api.id(), "AWS::ApiGateway::RestApi", api.declared.attributes, api.declared.depends_on);
  made["BinaryMediaTypes"] = api["BinaryMediaTypes"];
  made["MinimumCompressionSize"] = api["MinimumCompressionSize"];
  set_endpoint_configuration(api, made);
  write_definition(api);
  if (truthy(api["DefinitionUri"])) {
    made["BodyS3Location"] = s3_location(api["DefinitionUri"], api.id(), "DefinitionUri");
  } else if (truthy(api.definition)) {
    api.definition = openapi_3_form(std::move(api.definition), api["OpenApiVersion"]);
    made["Body"] = api.definition;
  }
  for (const char* name : {"FailOnWarnings", "Name", "Description", "Mode", "ApiKeySourceType", "Policy",
                           "SecurityPolicy", "EndpointAccessMode"}) {
    if (truthy(api[name])) made[name] = api[name];
  }
  return made;
}

/// What names a deployment, so that a change makes another: the hash of the API's body, or of what SAM knows
/// of a body that lies elsewhere.
std::string deployment_hash(const RestApi& api, const Resource& rest_api) {
  const Json& body = member(rest_api.properties, "Body");
  if (!body.is_null()) return content_hash(body);
  const Json& location = member(rest_api.properties, "BodyS3Location");
  if (location.is_null()) return "";
  std::string text = python_text(location, false);
  if (truthy(api["OpenApiVersion"])) text += "||" + shown(api["OpenApiVersion"]);
  if (truthy(api.domain)) text += "||" + api.domain.dump();
  return content_hash(text);
}

Resource make_deployment(const RestApi& api, const Resource& rest_api) {
  const std::string hash = deployment_hash(api, rest_api);
  Resource deployment = make_resource(api.id() + "Deployment" + hash.substr(0, 10),
                                      "AWS::ApiGateway::Deployment", api.declared.passed_on());
  deployment["RestApiId"] = rest_api.name();
  if (!truthy(api["OpenApiVersion"])) deployment["StageName"] = "Stage";
  if (!hash.empty()) deployment["Description"] = "RestApi deployment id: " + hash;
  return deployment;
}

Resource make_rest_stage(const RestApi& api, const Resource& deployment) {
  const std::string name = text_of(api["StageName"]);
  Resource stage =
      make_resource(is_alphanumeric(name) ? api.id() + name + "Stage" : hashed_id(api.id() + "Stage", name),
                    "AWS::ApiGateway::Stage", api.declared.passed_on());
  stage["RestApiId"] = reference(api.id());
  stage["DeploymentId"] = deployment.name();
  for (const char* property : {"StageName", "CacheClusterEnabled", "CacheClusterSize", "Variables",
                               "MethodSettings", "AccessLogSetting", "CanarySetting", "TracingEnabled"}) {
    stage[property] = api[property];
  }
  if (!api["Tags"].is_null()) stage["Tags"] = tag_list(api["Tags"]);
  return stage;
}

}  // namespace

void RestApi::refuse(const std::string& message) const { throw ResourceError{id(), message}; }

Resources transform_api_resource(Context& context, const std::string& logical_id, Json& definition) {
  RestApi api{context, declare(logical_id, definition, "AWS::Serverless::Api", rest_api_rules), {}, {}, {}};
  for (const char* name : {"BinaryMediaTypes", "Domain", "Auth"}) {
    Json& value = api.declared.at(name);
    value = context.parameters.resolve(value);
  }
  api.definition = api["DefinitionBody"];
  api.domain = api["Domain"];
  api.auth = api["Auth"];
  Resources made;
  made.push_back(make_rest_api(api));
  Resources domain = make_rest_domain(api);
  made.push_back(make_deployment(api, made.front()));
  made.push_back(make_rest_stage(api, made.back()));
  const std::string stage = made.back().logical_id;
  for (Resource& permission : authorizer_permissions(api)) made.push_back(std::move(permission));
  std::ranges::move(domain, std::back_inserter(made));
  for (Resource& part : make_usage_plan(api, stage)) made.push_back(std::move(part));
  propagate_tags(made, api["Tags"], api["PropagateTags"]);
  return made;
}

}  // namespace cloche::deploy::sam
