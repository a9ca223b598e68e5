#include "emulator/deploy/sam/globals.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "emulator/deploy/sam/api_document.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

using Names = std::vector<std::string>;

/// What may stand in Globals, by section, in the order in which SAM names it.
const std::map<std::string, Names>& global_properties() {
  static const std::map<std::string, Names> sections = {
      {"Function",
       {"Handler",
        "Runtime",
        "CodeUri",
        "DeadLetterQueue",
        "Description",
        "MemorySize",
        "Timeout",
        "VpcConfig",
        "Environment",
        "Tags",
        "PropagateTags",
        "Tracing",
        "KmsKeyArn",
        "AutoPublishAlias",
        "AutoPublishAliasAllProperties",
        "Layers",
        "DeploymentPreference",
        "RolePath",
        "PermissionsBoundary",
        "ReservedConcurrentExecutions",
        "ProvisionedConcurrencyConfig",
        "AssumeRolePolicyDocument",
        "EventInvokeConfig",
        "FileSystemConfigs",
        "CodeSigningConfigArn",
        "Architectures",
        "SnapStart",
        "EphemeralStorage",
        "FunctionUrlConfig",
        "RuntimeManagementConfig",
        "LoggingConfig",
        "RecursiveLoop",
        "SourceKMSKeyArn",
        "TenancyConfig",
        "DurableConfig",
        "CapacityProviderConfig",
        "FunctionScalingConfig",
        "PublishToLatestPublished",
        "VersionDeletionPolicy"}},
      {"Api",
       {"Auth",
        "Name",
        "DefinitionUri",
        "CacheClusterEnabled",
        "CacheClusterSize",
        "MergeDefinitions",
        "Variables",
        "EndpointConfiguration",
        "MethodSettings",
        "BinaryMediaTypes",
        "MinimumCompressionSize",
        "Cors",
        "GatewayResponses",
        "AccessLogSetting",
        "CanarySetting",
        "TracingEnabled",
        "OpenApiVersion",
        "Domain",
        "AlwaysDeploy",
        "PropagateTags",
        "SecurityPolicy",
        "EndpointAccessMode"}},
      {"HttpApi",
       {"Auth", "AccessLogSettings", "StageVariables", "Tags", "CorsConfiguration", "DefaultRouteSettings",
        "Domain", "RouteSettings", "FailOnWarnings", "PropagateTags"}},
      {"SimpleTable", {"SSESpecification"}},
      {"StateMachine", {"PropagateTags"}},
      {"LayerVersion", {"PublishLambdaVersion"}},
      {"CapacityProvider",
       {"VpcConfig", "OperatorRole", "Tags", "InstanceRequirements", "ScalingConfig", "KmsKeyArn",
        "PropagateTags"}},
      {"WebSocketApi",
       {"AccessLogSettings", "ApiKeySelectionExpression", "DefaultRouteSettings", "DisableExecuteApiEndpoint",
        "DisableSchemaValidation", "Domain", "FailOnWarnings", "IpAddressType", "PropagateTags",
        "RouteSelectionExpression", "RouteSettings", "StageVariables", "Tags"}}};
  return sections;
}

[[noreturn]] void refuse_globals(const std::string& message) {
  throw InvalidDocument{{{"Globals", "'Globals' section is invalid. " + message}}};
}

void check_globals(const Json& globals) {
  if (!globals.is_object()) refuse_globals("It must be a non-empty dictionary");
  for (const auto& [section, properties] : globals.items()) {
    const auto known = global_properties().find(section);
    if (known == global_properties().end()) {
      Json names = Json::array();
      for (const auto& [name, of] : global_properties()) names.push_back(name);
      refuse_globals("'" + section + "' is not supported. Must be one of the following values - " +
                     shown(names));
    }
    if (!properties.is_object()) refuse_globals("Value of ${section} must be a dictionary");
    for (const auto& [name, value] : properties.items()) {
      if (std::ranges::find(known->second, name) != known->second.end()) continue;
      refuse_globals("'" + name + "' is not a supported property of '" + section +
                     "'. Must be one of the following values - " + shown(Json(known->second)));
    }
  }
}

/// Maps are merged and lists joined, the global first; else the resource's own wins.
Json merged(const Json& global, const Json& own) {
  const bool maps = global.is_object() && own.is_object() && !is_intrinsic(global) && !is_intrinsic(own);
  if (maps) {
    Json made = global;
    for (const auto& [name, value] : own.items()) {
      made[name] = made.contains(name) ? merged(made[name], value) : value;
    }
    return made;
  }
  if (global.is_array() && own.is_array()) {
    Json made = global;
    made.insert(made.end(), own.begin(), own.end());
    return made;
  }
  return own;
}

/// Of the globals those that the resource does not say to ignore.
Json wanted_globals(const Json& globals, const std::string& logical_id, const Json& ignored) {
  if (!truthy(ignored)) return globals;
  const std::string invalid = "Resource " + logical_id + " has invalid resource attribute 'IgnoreGlobals'";
  if (ignored == "*") return Json::object();
  if (!ignored.is_array()) {
    throw InvalidDocument{{{logical_id, ResourceError{logical_id, invalid + "."}.text()}}};
  }
  Json kept = globals;
  for (const Json& name : ignored) {
    if (!name.is_string() || kept.erase(name.get<std::string>()) == 0) {
      throw InvalidDocument{
          {{logical_id, ResourceError{logical_id, invalid + " on item '" + shown(name) + "'."}.text()}}};
    }
  }
  return kept;
}

/// Where SAM writes an API's definition, it is in the version that is asked for.
void set_openapi_version(Json& properties) {
  if (!properties.is_object() || !properties.contains("OpenApiVersion") ||
      !properties.contains("__MANAGE_SWAGGER")) {
    return;
  }
  Json& version = properties["OpenApiVersion"];
  if (!is_openapi_3(version)) return;
  if (!version.is_string()) version = shown(version);
  const auto definition = properties.find("DefinitionBody");
  if (definition == properties.end() || !definition->is_object()) return;
  (*definition)["openapi"] = version;
  if (truthy(member(*definition, "swagger"))) definition->erase("swagger");
}

}  // namespace

void apply_globals(Json& document) {
  static const std::string prefix = "AWS::Serverless::";
  const Json globals = member(document, "Globals");
  if (document.contains("Globals")) check_globals(globals);
  for (auto& [logical_id, resource] : document["Resources"].items()) {
    const std::string type = text_of(member(resource, "Type"));
    if (type.starts_with(prefix) && globals.is_object() && globals.contains(type.substr(prefix.size()))) {
      const Json wanted =
          wanted_globals(globals[type.substr(prefix.size())], logical_id, member(resource, "IgnoreGlobals"));
      const Json own = resource.contains("Properties") ? resource["Properties"] : Json::object();
      resource["Properties"] = merged(wanted, own);
    }
    if (type == "AWS::Serverless::Api" && resource.contains("Properties")) {
      set_openapi_version(resource["Properties"]);
    }
  }
  document.erase("Globals");
}

}  // namespace cloche::deploy::sam
