#include <algorithm>
#include <array>

#include "emulator/deploy/inline_code.h"
#include "emulator/deploy/properties.h"
#include "emulator/deploy/property_error.h"
#include "emulator/deploy/resource_types/resource_types.h"
#include "fakes/lambda/tags.h"

namespace cloche::deploy {

namespace {

// ---- functions

constexpr std::array function_properties{
    Property{"Architectures"},
    Property{"CapacityProviderConfig", Use::not_applied},
    Property{"Code", Use::applied, true},
    Property{"CodeSigningConfigArn", Use::not_applied},
    Property{"DeadLetterConfig"},
    Property{"Description"},
    Property{"DurableConfig", Use::not_applied},
    Property{"Environment"},
    Property{"EphemeralStorage"},
    Property{"FileSystemConfigs"},
    Property{"FunctionName", Use::replaces},
    Property{"FunctionScalingConfig", Use::not_applied},
    Property{"Handler"},
    Property{"ImageConfig"},
    Property{"KmsKeyArn"},
    Property{"Layers"},
    Property{"LoggingConfig"},
    Property{"MemorySize"},
    Property{"PackageType", Use::replaces},
    Property{"PublishToLatestPublished", Use::not_applied},
    Property{"RecursiveLoop", Use::not_applied},
    Property{"ReservedConcurrentExecutions"},
    Property{"Role", Use::applied, true},
    Property{"Runtime"},
    Property{"RuntimeManagementConfig", Use::not_applied},
    Property{"SnapStart"},
    Property{"Tags"},
    Property{"TenancyConfig", Use::not_applied},
    Property{"Timeout"},
    Property{"TracingConfig"},
    Property{"VpcConfig"},
};
constexpr std::array<std::string_view, 3> function_attribute_names{"Arn", "SnapStartResponse.ApplyOn",
                                                                   "SnapStartResponse.OptimizationStatus"};

// What UpdateFunctionConfiguration changes, and what it takes where a property goes: Lambda's defaults.
struct FunctionSetting {
  std::string_view property;
  const char* otherwise;  // JSON; nullptr: it can't go
  std::string_view member = property;
};
constexpr std::array function_settings{
    FunctionSetting{"DeadLetterConfig", R"({"TargetArn":""})"},
    FunctionSetting{"Description", R"("")"},
    FunctionSetting{"Environment", R"({"Variables":{}})"},
    FunctionSetting{"EphemeralStorage", R"({"Size":512})"},
    FunctionSetting{"FileSystemConfigs", "[]"},
    FunctionSetting{"Handler", nullptr},
    FunctionSetting{"ImageConfig", "{}"},
    FunctionSetting{"KmsKeyArn", R"("")", "KMSKeyArn"},
    FunctionSetting{"Layers", "[]"},
    FunctionSetting{"LoggingConfig", R"({"LogFormat":"Text"})"},
    FunctionSetting{"MemorySize", "128"},
    FunctionSetting{"Role", nullptr},
    FunctionSetting{"Runtime", nullptr},
    FunctionSetting{"SnapStart", R"({"ApplyOn":"None"})"},
    FunctionSetting{"Timeout", "3"},
    FunctionSetting{"TracingConfig", R"({"Mode":"PassThrough"})"},
    FunctionSetting{"VpcConfig", R"({"SubnetIds":[],"SecurityGroupIds":[]})"},
};

Json code_of(const Json& properties) {
  return function_code(properties.at("Code"), text_property(properties, "Runtime"));
}

void set_concurrency(const Context& context, const std::string& name, const Json& properties) {
  if (properties.contains("ReservedConcurrentExecutions")) {
    context.call("lambda", "PutFunctionConcurrency",
                 {{"FunctionName", name},
                  {"ReservedConcurrentExecutions", properties["ReservedConcurrentExecutions"]}});
  } else {
    context.call("lambda", "DeleteFunctionConcurrency", {{"FunctionName", name}});
  }
}

/// `configuration` is that of the function, as operations answer it.
Resource function_resource(const std::string& name, const Json& configuration) {
  const Json& snap_start = configuration.at("SnapStart");
  return {name,
          {{"Arn", configuration.at("FunctionArn")},
           {"SnapStartResponse.ApplyOn", snap_start.at("ApplyOn")},
           {"SnapStartResponse.OptimizationStatus", snap_start.at("OptimizationStatus")}}};
}

Resource create_function(const Context& context, const Json& properties) {
  Json request = picked(properties, {"Architectures", "PackageType"});
  for (const FunctionSetting& setting : function_settings) {
    if (properties.contains(setting.property)) request[setting.member] = properties[setting.property];
  }
  const std::string name = context.name_from(properties, "FunctionName", {.longest = 64});
  request["FunctionName"] = name;
  request["Code"] = code_of(properties);
  if (const Json tags = tag_map(properties); !tags.empty()) request["Tags"] = tags;
  const Json created = context.call("lambda", "CreateFunction", request);
  if (properties.contains("ReservedConcurrentExecutions")) set_concurrency(context, name, properties);
  return function_resource(name, created);
}

// Code and configuration are changed by an operation each, as CloudFormation does it, configuration last: a
// new handler may be in the new code.
Resource update_function(const Context& context, const Resource& resource, const Json& before,
                         const Json& after) {
  const std::string& name = resource.physical_id;
  if (is_any_changed(before, after, {"Code", "Architectures"})) {
    Json request = code_of(after);
    request["FunctionName"] = name;
    request["Architectures"] =
        after.contains("Architectures") ? after["Architectures"] : Json::array({"x86_64"});
    context.call("lambda", "UpdateFunctionCode", request);
  }
  Json request = Json::object();
  for (const FunctionSetting& setting : function_settings) {
    if (!is_changed(before, after, setting.property)) continue;
    if (after.contains(setting.property)) {
      request[setting.member] = after[setting.property];
    } else if (setting.otherwise != nullptr) {
      request[setting.member] = Json::parse(setting.otherwise);
    }
  }
  if (!request.empty()) {
    request["FunctionName"] = name;
    context.call("lambda", "UpdateFunctionConfiguration", request);
  }
  if (is_changed(before, after, "ReservedConcurrentExecutions")) set_concurrency(context, name, after);
  change_tags(context, {"lambda", Tagging::Form::map}, {{"Resource", resource.attributes.at("Arn")}}, before,
              after);
  return function_resource(name,
                           context.call("lambda", "GetFunctionConfiguration", {{"FunctionName", name}}));
}

void delete_function(const Context& context, const Resource& resource, const Json&) {
  context.call("lambda", "DeleteFunction", {{"FunctionName", resource.physical_id}});
}

void mark_function(const Context& context, const Resource& resource, const Json&, const Json& tags) {
  lambda::Store store(context.operations.account(), context.stack.region);
  lambda::put_system_tags(store, resource.physical_id, tags);
}

// ---- versions

constexpr std::array version_properties{
    Property{"CodeSha256", Use::replaces},
    Property{"Description", Use::replaces},
    Property{"FunctionName", Use::replaces, true},
    Property{"FunctionScalingConfig", Use::not_applied},
    Property{"ProvisionedConcurrencyConfig", Use::not_applied},
    Property{"RuntimePolicy", Use::not_applied},
};
constexpr std::array<std::string_view, 2> version_attribute_names{"FunctionArn", "Version"};

Json published_versions(const Context& context, const Json& function) {
  Json versions = Json::array();
  Json request{{"FunctionName", function}};
  for (;;) {
    const Json page = context.call("lambda", "ListVersionsByFunction", request);
    for (const Json& version : page.at("Versions")) versions.push_back(version.at("Version"));
    if (property_or_null(page, "NextMarker").is_null()) return versions;
    request["Marker"] = page["NextMarker"];
  }
}

Resource create_version(const Context& context, const Json& properties) {
  const Json before = published_versions(context, properties.at("FunctionName"));
  const Json version = context.call("lambda", "PublishVersion",
                                    picked(properties, {"FunctionName", "CodeSha256", "Description"}));
  const Json& number = version.at("Version");
  if (std::ranges::find(before, number) != before.end()) {
    throw PropertyError{"", "A version for this Lambda function exists ( " + number.get<std::string>() +
                                " ). Modify the function to create a new version."};
  }
  const std::string arn = version.at("FunctionArn");
  return {arn, {{"FunctionArn", arn}, {"Version", number}}};
}

// The version's ARN names it.
void delete_version(const Context& context, const Resource& resource, const Json&) {
  context.call("lambda", "DeleteFunction", {{"FunctionName", resource.physical_id}});
}

// ---- aliases

constexpr std::array alias_properties{
    Property{"Description"},
    Property{"FunctionName", Use::replaces, true},
    Property{"FunctionVersion", Use::applied, true},
    Property{"Name", Use::replaces, true},
    Property{"ProvisionedConcurrencyConfig", Use::not_applied},
    Property{"RoutingConfig"},
};
constexpr std::array<std::string_view, 1> alias_attribute_names{"AliasArn"};

Json alias_request(const Json& properties) {
  Json request = picked(properties, {"FunctionName", "FunctionVersion", "Name"});
  request["Description"] = text_property(properties, "Description");
  Json weights = Json::object();
  if (const Json& routing = property_or_null(properties, "RoutingConfig"); routing.is_object()) {
    for (const Json& weight : list_property(routing, "AdditionalVersionWeights"))
      weights[text_property(weight, "FunctionVersion")] = property_or_null(weight, "FunctionWeight");
  }
  request["RoutingConfig"]["AdditionalVersionWeights"] = weights;
  return request;
}

Resource create_alias(const Context& context, const Json& properties) {
  const std::string arn = context.call("lambda", "CreateAlias", alias_request(properties)).at("AliasArn");
  return {arn, {{"AliasArn", arn}}};
}

Resource update_alias(const Context& context, const Resource& resource, const Json&, const Json& after) {
  context.call("lambda", "UpdateAlias", alias_request(after));
  return resource;
}

void delete_alias(const Context& context, const Resource&, const Json& properties) {
  context.call("lambda", "DeleteAlias", picked(properties, {"FunctionName", "Name"}));
}

// ---- permissions

constexpr std::array permission_properties{
    Property{"Action", Use::replaces, true},
    Property{"EventSourceToken", Use::replaces},
    Property{"FunctionName", Use::replaces, true},
    Property{"FunctionUrlAuthType", Use::replaces},
    Property{"InvokedViaFunctionUrl", Use::not_applied},
    Property{"Principal", Use::replaces, true},
    Property{"PrincipalOrgID", Use::replaces},
    Property{"SourceAccount", Use::replaces},
    Property{"SourceArn", Use::replaces},
};
constexpr std::array<std::string_view, 1> permission_attribute_names{"Id"};

Resource create_permission(const Context& context, const Json& properties) {
  Json request = properties;
  const std::string id = context.new_name({.longest = 100});
  request["StatementId"] = id;
  context.call("lambda", "AddPermission", request);
  return {id, {{"Id", id}}};
}

void delete_permission(const Context& context, const Resource& resource, const Json& properties) {
  context.call("lambda", "RemovePermission",
               {{"FunctionName", properties.at("FunctionName")}, {"StatementId", resource.physical_id}});
}

// ---- configurations of asynchronous invocation

constexpr std::array event_invoke_properties{
    Property{"DestinationConfig"},
    Property{"FunctionName", Use::replaces, true},
    Property{"MaximumEventAgeInSeconds"},
    Property{"MaximumRetryAttempts"},
    Property{"Qualifier", Use::replaces, true},
};

Resource create_event_invoke(const Context& context, const Json& properties) {
  context.call("lambda", "PutFunctionEventInvokeConfig", properties);
  return {context.new_name()};
}

Resource update_event_invoke(const Context& context, const Resource& resource, const Json&,
                             const Json& after) {
  context.call("lambda", "PutFunctionEventInvokeConfig", after);
  return resource;
}

void delete_event_invoke(const Context& context, const Resource&, const Json& properties) {
  context.call("lambda", "DeleteFunctionEventInvokeConfig",
               picked(properties, {"FunctionName", "Qualifier"}));
}

constexpr std::array types_of_lambda{
    ResourceType{.name = "AWS::Lambda::Function",
                 .properties = function_properties,
                 .attributes = function_attribute_names,
                 .create = &create_function,
                 .update = &update_function,
                 .remove = &delete_function,
                 .name_property = "FunctionName",
                 .put_system_tags = &mark_function},
    ResourceType{.name = "AWS::Lambda::Version",
                 .properties = version_properties,
                 .attributes = version_attribute_names,
                 .create = &create_version,
                 .update = nullptr,
                 .remove = &delete_version},
    ResourceType{.name = "AWS::Lambda::Alias",
                 .properties = alias_properties,
                 .attributes = alias_attribute_names,
                 .create = &create_alias,
                 .update = &update_alias,
                 .remove = &delete_alias,
                 .name_property = "Name",
                 .name_scope = "FunctionName"},
    ResourceType{.name = "AWS::Lambda::Permission",
                 .properties = permission_properties,
                 .attributes = permission_attribute_names,
                 .create = &create_permission,
                 .update = nullptr,
                 .remove = &delete_permission},
    ResourceType{.name = "AWS::Lambda::EventInvokeConfig",
                 .properties = event_invoke_properties,
                 .attributes = {},
                 .create = &create_event_invoke,
                 .update = &update_event_invoke,
                 .remove = &delete_event_invoke,
                 .name_property = "Qualifier",
                 .name_scope = "FunctionName"},
};

}  // namespace

std::span<const ResourceType> lambda_types() { return types_of_lambda; }

}  // namespace cloche::deploy
