// AWS::Serverless::CapacityProvider
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/function.h"
#include "emulator/deploy/sam/other_resources.h"
#include "emulator/deploy/sam/policies.h"
#include "emulator/deploy/sam/schema.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule capacity_provider_rules[] = {
    {"CapacityProviderName", a_string_or_map, Given::optional_as_is},
    {"VpcConfig", a_map, Given::required_as_is},
    {"OperatorRole", a_string_or_map, Given::optional_as_is},
    {"Tags", a_map, Given::optional_as_is},
    {"PropagateTags", a_boolean, Given::optional_as_is},
    {"InstanceRequirements", a_map, Given::optional_as_is},
    {"ScalingConfig", a_map, Given::optional_as_is},
    {"KmsKeyArn", a_string_or_map, Given::optional_as_is}};

void check_capacity_provider(const Declared& provider) {
  static const Schema network = {{"SecurityGroupIds", false, nullptr, Holds::one, "list"},
                                 {"SubnetIds", true, nullptr, Holds::one, "list"}};
  static const Schema instances = {{"Architectures", false, nullptr, Holds::one, "list"},
                                   {"AllowedTypes", false, nullptr, Holds::one, "list"},
                                   {"ExcludedTypes", false, nullptr, Holds::one, "list"}};
  static const Schema scaling = {{"MaxVCpuCount", false, nullptr, Holds::one, "integer"},
                                 {"AverageCPUUtilization", false, nullptr, Holds::one, "number"}};
  static const Schema schema = {{"CapacityProviderName"},
                                {"VpcConfig", true, &network},
                                {"OperatorRole"},
                                {"Tags"},
                                {"PropagateTags"},
                                {"InstanceRequirements", false, &instances},
                                {"ScalingConfig", false, &scaling},
                                {"KmsKeyArn"}};
  std::string message;
  for (const SchemaProblem& problem : check_schema(provider.properties, schema)) {
    const std::string property = "Property '" + problem.path + "' ";
    const std::string what = problem.kind == SchemaProblem::missing ? "is required."
                             : problem.kind == SchemaProblem::unknown
                                 ? "is an invalid property."
                                 : "value must be dictionary or " + std::string(problem.kinds) + ".";
    message += (message.empty() ? "" : " ") + property + what;
  }
  if (!message.empty()) throw ResourceError{provider.logical_id, message};
  const Json& requirements = provider["InstanceRequirements"];
  if (!member(requirements, "AllowedTypes").is_null() && !member(requirements, "ExcludedTypes").is_null()) {
    throw ResourceError{provider.logical_id,
                        "Cannot specify 'InstanceRequirements.AllowedTypes' and "
                        "'InstanceRequirements.ExcludedTypes' together."};
  }
}

Json with_creator(const Json& tags) {
  Json all = truthy(tags) ? tags : Json::object();
  all["lambda:createdBy"] = "SAM";
  return tag_list(all);
}

Json scaling_config(const Json& given) {
  Json made = Json::object();
  if (const Json& most = member(given, "MaxVCpuCount"); !most.is_null()) made["MaxVCpuCount"] = most;
  const Json& target = member(given, "AverageCPUUtilization");
  if (target.is_null()) {
    made["ScalingMode"] = "Auto";
    return made;
  }
  made["ScalingMode"] = "Manual";
  made["ScalingPolicies"] =
      Json::array({{{"PredefinedMetricType", "LambdaCapacityProviderAverageCPUUtilization"},
                    {"TargetValue", target.is_number() ? Json(target.get<double>()) : target}}});
  return made;
}

/// What tags a resource has, and those of the provider.
void add_tags(Resource& resource, const Json& tags) {
  Json& own = resource["Tags"];
  for (const Json& tag : tag_list(tags)) {
    const auto existing =
        std::ranges::find_if(own, [&](const Json& one) { return one["Key"] == tag["Key"]; });
    if (existing == own.end()) {
      own.push_back(tag);
    } else {
      *existing = tag;
    }
  }
}

}  // namespace

Resources transform_capacity_provider(Context& context, const std::string& logical_id, Json& definition) {
  const Declared provider =
      declare(logical_id, definition, "AWS::Serverless::CapacityProvider", capacity_provider_rules);
  check_capacity_provider(provider);
  Resource made =
      make_resource(logical_id, "AWS::Lambda::CapacityProvider", provider.attributes, provider.depends_on);
  Resources all;
  Json role_arn = provider["OperatorRole"];
  if (!truthy(role_arn)) {
    RoleParts parts;
    parts.assume_role_policy = assume_role_policy("lambda.amazonaws.com");
    parts.managed_policy_arns.push_back(context.managed_policy("AWSLambdaManagedEC2ResourceOperator"));
    parts.tags = with_creator(nullptr);
    Resource role = make_execution_role(context, logical_id + "Operator", provider.passed_on(), nullptr,
                                        std::move(parts));
    role_arn = role.arn();
    all.push_back(std::move(role));
  }
  for (const char* name : {"CapacityProviderName", "KmsKeyArn"}) {
    if (truthy(provider[name])) made[name] = provider[name];
  }
  made["VpcConfig"] = provider["VpcConfig"];
  made["PermissionsConfig"] = {{"CapacityProviderOperatorRoleArn", role_arn}};
  made["Tags"] = with_creator(provider["Tags"]);
  static constexpr std::pair<const char*, const char*> names[] = {{"Architectures", "Architectures"},
                                                                  {"AllowedTypes", "AllowedInstanceTypes"},
                                                                  {"ExcludedTypes", "ExcludedInstanceTypes"}};
  for (const auto& [given, own] : names) {
    const Json& value = member(provider["InstanceRequirements"], given);
    if (!value.is_null()) made["InstanceRequirements"][own] = value;
  }
  if (truthy(provider["ScalingConfig"]))
    made["CapacityProviderScalingConfig"] = scaling_config(provider["ScalingConfig"]);
  all.push_back(std::move(made));
  if (truthy(provider["PropagateTags"]) && truthy(provider["Tags"])) {
    for (Resource& resource : all) add_tags(resource, provider["Tags"]);
  }
  return all;
}

}  // namespace cloche::deploy::sam
