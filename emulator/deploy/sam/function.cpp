#include "emulator/deploy/sam/function.h"

#include <algorithm>
#include <array>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/events/event.h"
#include "emulator/deploy/sam/function_version.h"
#include "emulator/deploy/sam/policies.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule function_rules[] = {
    {"FunctionName", a_string_or_map},
    {"Handler"},
    {"Runtime"},
    {"CodeUri"},
    {"ImageUri"},
    {"PackageType"},
    {"InlineCode"},
    {"DeadLetterQueue", a_map},
    {"Description"},
    {"MemorySize"},
    {"Timeout"},
    {"VpcConfig"},
    {"Role", a_string},
    {"AssumeRolePolicyDocument", a_map},
    {"Policies", a_string_map_or_list_of_them},
    {"RolePath"},
    {"PermissionsBoundary", a_string},
    {"Environment", a_map_of_maps},
    {"Events", a_map_of_maps},
    {"Tags", a_map},
    {"PropagateTags", a_boolean},
    {"Tracing", a_string_or_map},
    {"KmsKeyArn"},
    {"DeploymentPreference", a_map},
    {"ReservedConcurrentExecutions"},
    {"Layers", strings_or_maps},
    {"EventInvokeConfig", a_map},
    {"EphemeralStorage"},
    {"AutoPublishAlias", a_string},
    {"AutoPublishCodeSha256", a_string},
    {"AutoPublishAliasAllProperties", a_boolean, Given::optional_as_is},
    {"VersionDescription"},
    {"ProvisionedConcurrencyConfig"},
    {"FileSystemConfigs"},
    {"ImageConfig"},
    {"CodeSigningConfigArn"},
    {"Architectures"},
    {"SnapStart", a_map},
    {"FunctionUrlConfig", a_map},
    {"RuntimeManagementConfig"},
    {"LoggingConfig"},
    {"RecursiveLoop"},
    {"SourceKMSKeyArn"},
    {"CapacityProviderConfig", a_map},
    {"FunctionScalingConfig", a_map},
    {"VersionDeletionPolicy", delete_or_retain},
    {"PublishToLatestPublished"},
    {"TenancyConfig"},
    {"DurableConfig", a_map}};

/// What is handed on as it is.
constexpr std::array<const char*, 25> passed_properties = {"Handler",
                                                           "Runtime",
                                                           "Description",
                                                           "MemorySize",
                                                           "Timeout",
                                                           "VpcConfig",
                                                           "Role",
                                                           "Environment",
                                                           "KmsKeyArn",
                                                           "ReservedConcurrentExecutions",
                                                           "Layers",
                                                           "FileSystemConfigs",
                                                           "ImageConfig",
                                                           "PackageType",
                                                           "Architectures",
                                                           "SnapStart",
                                                           "EphemeralStorage",
                                                           "CodeSigningConfigArn",
                                                           "RuntimeManagementConfig",
                                                           "LoggingConfig",
                                                           "TenancyConfig",
                                                           "RecursiveLoop",
                                                           "DurableConfig",
                                                           "FunctionScalingConfig",
                                                           "PublishToLatestPublished"};

void check_combinations(const Declared& function) {
  const auto given = [&](const char* name) { return !function[name].is_null(); };
  std::string message;
  const auto add = [&](const std::string& line) { message += (message.empty() ? "" : "\n") + line; };
  if (given("CapacityProviderConfig") && given("ProvisionedConcurrencyConfig")) {
    add("Cannot specify 'CapacityProviderConfig' and 'ProvisionedConcurrencyConfig' together.");
  }
  if (given("CapacityProviderConfig") && given("VpcConfig")) {
    add("Cannot specify 'CapacityProviderConfig' and 'VpcConfig' together.");
  }
  if (given("FunctionScalingConfig") && !given("CapacityProviderConfig")) {
    add("'FunctionScalingConfig' requires 'CapacityProviderConfig'.");
  }
  if (given("VersionDeletionPolicy") && !given("AutoPublishAlias")) {
    add("'VersionDeletionPolicy' requires 'AutoPublishAlias'.");
  }
  if (!message.empty()) throw ResourceError{function.logical_id, message};
}

void check_dead_letter_queue(const Declared& function) {
  const Json& queue = function["DeadLetterQueue"];
  if (!truthy(queue)) return;
  const Json& type = member(queue, "Type");
  if (!truthy(type) || !truthy(member(queue, "TargetArn"))) {
    throw ResourceError{function.logical_id,
                        "'DeadLetterQueue' requires Type and TargetArn properties to be specified."};
  }
  expect_string(type, function.logical_id, "DeadLetterQueue.Type");
  if (type != "SQS" && type != "SNS") {
    throw ResourceError{function.logical_id, "'DeadLetterQueue' requires Type of ['SQS', 'SNS']"};
  }
}

void check_tenancy(const Declared& function) {
  if (!truthy(function["TenancyConfig"])) return;
  const auto refuse = [&](const std::string& what) {
    throw ResourceError{function.logical_id,
                        what + " is not supported for functions enabled with tenancy configuration."};
  };
  if (truthy(function["ProvisionedConcurrencyConfig"])) refuse("Provisioned concurrency");
  if (truthy(function["FunctionUrlConfig"])) refuse("Function URL");
  if (truthy(function["SnapStart"])) refuse("SnapStart");
  if (!function["Events"].is_object()) return;
  for (const Json& event : function["Events"]) {
    const Json& type = member(event, "Type");
    if (type == "Api" || type == "HttpApi") continue;
    throw ResourceError{
        function.logical_id,
        "Event source '" + shown(type) +
            "' is not supported for functions enabled with tenancy configuration. Only Api and HttpApi "
            "event sources are supported."};
  }
}

Json code_of(const Declared& function) {
  const std::string& id = function.logical_id;
  const Json& type = function["PackageType"];
  if (type == "Image") {
    const Json& image = function["ImageUri"];
    if (image.is_null()) throw ResourceError{id, "'ImageUri' must be set."};
    if (!truthy(image)) {
      throw ResourceError{id, "'ImageUri' requires that a image hosted at a registry be specified."};
    }
    return {{"ImageUri", image}};
  }
  if (truthy(type) && type != "Zip") throw ResourceError{id, "invalid 'PackageType' : " + shown(type)};
  const Json& inline_code = function["InlineCode"];
  const Json& location = function["CodeUri"];
  if (inline_code.is_null() && location.is_null()) {
    throw ResourceError{id, "Only one of 'InlineCode' or 'CodeUri' can be set."};
  }
  Json code = inline_code.is_null() ? s3_code(location, id, "CodeUri") : Json{{"ZipFile", inline_code}};
  if (truthy(function["SourceKMSKeyArn"])) code["SourceKMSKeyArn"] = function["SourceKMSKeyArn"];
  return code;
}

void check_package_type(const Declared& function, const Json& code) {
  const auto refuse = [&](const std::string& message) { throw ResourceError{function.logical_id, message}; };
  const auto given = [&](const char* name) { return truthy(function[name]); };
  if (function["PackageType"] == "Image") {
    if (given("Handler") || given("Runtime") || given("Layers")) {
      refuse("Runtime, Handler, Layers cannot be present when PackageType is of type `Image`");
    }
    return;
  }
  if (!given("Runtime") || !given("Handler")) {
    refuse("Runtime and Handler needs to be present when PackageType is of type `Zip`");
  }
  if (given("ImageConfig") || code.contains("ImageUri")) {
    refuse("ImageUri or ImageConfig cannot be present when PackageType is of type `Zip`");
  }
}

Json capacity_provider_config(const Declared& function) {
  const Json& config = function["CapacityProviderConfig"];
  const Json& arn = member(config, "Arn");
  if (arn.is_null()) {
    throw ResourceError{
        function.logical_id,
        "Invalid CapacityProviderConfig: 1 validation error for CapacityProviderConfig\nArn\n  field "
        "required (type=value_error.missing)"};
  }
  Json made = {{"CapacityProviderArn", arn}};
  for (const char* name : {"PerExecutionEnvironmentMaxConcurrency", "ExecutionEnvironmentMemoryGiBPerVCpu"}) {
    if (const Json& value = member(config, name); !value.is_null()) made[name] = value;
  }
  return {{"LambdaManagedInstancesCapacityProviderConfig", std::move(made)}};
}

bool is_traced(const Context& context, const Declared& function) {
  if (!truthy(function["Tracing"])) return false;
  return context.parameters.resolve(function.at("Tracing")) != "Disabled";
}

Resource make_lambda(const Context& context, const Declared& function) {
  Resource lambda =
      make_resource(function.logical_id, "AWS::Lambda::Function", function.attributes, function.depends_on);
  if (truthy(function["FunctionName"])) lambda["FunctionName"] = function["FunctionName"];
  for (const char* name : passed_properties) lambda[name] = function[name];
  lambda["Code"] = code_of(function);
  lambda["Tags"] = function_tags(function.logical_id, function["Tags"]);
  if (is_traced(context, function)) lambda["TracingConfig"] = {{"Mode", function["Tracing"]}};
  if (truthy(function["DeadLetterQueue"])) {
    lambda["DeadLetterConfig"] = {{"TargetArn", function["DeadLetterQueue"]["TargetArn"]}};
  }
  if (truthy(function["CapacityProviderConfig"])) {
    lambda["CapacityProviderConfig"] = capacity_provider_config(function);
  }
  check_package_type(function, lambda["Code"]);
  return lambda;
}

bool as_boolean(const Context& context, const Declared& function, Json value, const std::string& name) {
  value = context.parameters.resolve(value);
  value = find_in_maps(value, context.mappings);
  if (value == true || value == "true" || value == "True") return true;
  if (value == false || value == "false" || value == "False") return false;
  if (is_intrinsic(value)) {
    throw ResourceError{function.logical_id,
                        "Unsupported intrinsic: the only intrinsic functions supported for property " + name +
                            " are FindInMap and parameter Refs."};
  }
  throw ResourceError{function.logical_id, "Invalid value for property " + name + "."};
}

void add_deployment_preference(Context& context, const Declared& function, Resource* alias) {
  Json preference = function["DeploymentPreference"];
  if (!truthy(preference)) return;
  for (const char* name : {"Enabled", "Type"}) {
    if (!preference.contains(name)) continue;
    preference[name] = context.parameters.resolve(preference[name]);
    preference[name] = find_in_maps(preference[name], context.mappings);
  }
  const bool passes =
      preference.contains("PassthroughCondition") &&
      as_boolean(context, function, preference["PassthroughCondition"], "PassthroughCondition");
  const Json passed = function.passed_on();
  context.deployments.add(function.logical_id, preference, passes ? member(passed, "Condition") : Json(),
                          truthy(function["PropagateTags"]) ? function["Tags"] : Json());
  if (!context.deployments.is_enabled(function.logical_id)) return;
  if (alias == nullptr) {
    throw ResourceError{function.logical_id,
                        "'DeploymentPreference' requires AutoPublishAlias property to be specified."};
  }
  alias->attributes["UpdatePolicy"] = context.deployments.update_policy(function.logical_id);
}

Resource make_role(const Context& context, const Declared& function, const Json& invoke_policies) {
  RoleParts parts;
  const Json& assume = function["AssumeRolePolicyDocument"];
  parts.assume_role_policy = assume.is_null() ? assume_role_policy("lambda.amazonaws.com") : assume;
  const bool durable = truthy(function["DurableConfig"]);
  parts.managed_policy_arns.push_back(
      context.managed_policy(durable ? "service-role/AWSLambdaBasicDurableExecutionRolePolicy"
                                     : "service-role/AWSLambdaBasicExecutionRole"));
  if (is_traced(context, function)) {
    const bool standard = context.settings.partition == "aws";
    parts.managed_policy_arns.push_back(
        context.managed_policy(standard ? "AWSXrayWriteOnlyAccess" : "AWSXRayDaemonWriteAccess"));
  }
  if (truthy(function["VpcConfig"])) {
    parts.managed_policy_arns.push_back(
        context.managed_policy("service-role/AWSLambdaVPCAccessExecutionRole"));
  }
  if (const Json& queue = function["DeadLetterQueue"]; truthy(queue)) {
    const bool sqs = queue["Type"] == "SQS";
    Json policy =
        inline_policy("DeadLetterQueuePolicy", sqs ? "sqs:SendMessage" : "sns:Publish", queue["TargetArn"]);
    policy["PolicyDocument"]["Version"] = "2012-10-17";
    parts.policies.push_back(std::move(policy));
  }
  for (const Json& policy : invoke_policies) parts.policies.push_back(policy);
  parts.path = function["RolePath"];
  parts.permissions_boundary = function["PermissionsBoundary"];
  parts.tags = function_tags(function.logical_id, function["Tags"]);
  return make_execution_role(context, function.logical_id, function.passed_on(), function["Policies"],
                             std::move(parts));
}

/// Gives the function its role; whether the role is to be made. With `Fn::If: [c, role, AWS::NoValue]` only
/// where c is not.
bool assign_role(Context& context, const Declared& function, Resource& lambda, Resource& role) {
  if (lambda["Role"].is_null()) {
    lambda["Role"] = role.arn();
    return true;
  }
  if (!is_intrinsic_if(lambda["Role"])) return false;
  const Json resolved = context.parameters.resolve(lambda["Role"]);
  const Json& branches = resolved["Fn::If"];
  if (!branches.is_array() || branches.size() != 3) {
    throw ResourceError{function.logical_id, "Malformed 'Role' property: Fn::If requires 3 arguments."};
  }
  const std::string condition = shown(branches[0]);
  const bool then = is_no_value(branches[1]);
  const bool otherwise = is_no_value(branches[2]);
  if (then && otherwise) {
    lambda["Role"] = role.arn();
  } else if (then) {
    lambda["Role"] = conditional(condition, role.arn(), branches[2]);
    role.attributes["Condition"] = condition;
  } else if (otherwise) {
    lambda["Role"] = conditional(condition, branches[1], role.arn());
    role.attributes["Condition"] = "NOT" + condition;
    context.add_condition("NOT" + condition, {{"Fn::Not", Json::array({{{"Condition", condition}}})}});
  } else {
    return false;
  }
  return true;
}

}  // namespace

Json function_tags(const std::string& logical_id, const Json& tags, const Json& additional) {
  for (const char* reserved :
       {"lambda:createdBy", "serverlessrepo:applicationId", "serverlessrepo:semanticVersion"}) {
    if (tags.is_object() && tags.contains(reserved)) {
      throw ResourceError{logical_id,
                          std::string(reserved) +
                              " is a reserved Tag key name and cannot be set on your resource. Please change "
                              "the tag key in the input."};
    }
  }
  Json list = Json::array({{{"Key", "lambda:createdBy"}, {"Value", "SAM"}}});
  for (const Json* more : {&additional, &tags}) {
    for (Json& tag : tag_list(*more)) list.push_back(std::move(tag));
  }
  return list;
}

void propagate_tags(Resources& resources, const Json& tags, const Json& propagate) {
  if (!truthy(propagate) || !truthy(tags)) return;
  for (Resource& resource : resources) resource.tag(tags);
}

Resources transform_function(Context& context, const std::string& logical_id, Json& definition) {
  check_logical_id(logical_id);
  if (definition.contains("Properties")) expand_policy_templates(logical_id, definition["Properties"]);
  const Declared function = declare(logical_id, definition, "AWS::Serverless::Function", function_rules);
  check_events(context, function);
  check_combinations(function);
  check_dead_letter_queue(function);
  check_tenancy(function);
  Resource lambda = make_lambda(context, function);
  if (truthy(function["ProvisionedConcurrencyConfig"]) && !truthy(function["AutoPublishAlias"])) {
    throw ResourceError{
        logical_id, "To set ProvisionedConcurrencyConfig AutoPublishALias must be defined on the function"};
  }
  const std::string alias_name = published_alias_name(context, function);
  Resources published;  // the version, then the alias
  if (truthy(function["AutoPublishAlias"]))
    published = make_published_version(context, function, lambda, alias_name);
  Resource* alias = published.empty() ? nullptr : &published.back();
  Resources url = make_function_url(function, lambda, alias);
  add_deployment_preference(context, function, alias);
  EventInvokeConfig invoke = make_event_invoke_config(context, function, lambda, alias, alias_name);
  Resource role = make_role(context, function, invoke.policies);
  const bool own_role = assign_role(context, function, lambda, role);
  Resources events = transform_events(context, function, alias != nullptr ? *alias : lambda, role);

  Resources made;
  made.push_back(std::move(lambda));
  for (Resources* part : {&published, &url, &invoke.made}) std::ranges::move(*part, std::back_inserter(made));
  if (own_role) made.push_back(std::move(role));
  std::ranges::move(events, std::back_inserter(made));
  propagate_tags(made, function["Tags"], function["PropagateTags"]);
  return made;
}

}  // namespace cloche::deploy::sam
