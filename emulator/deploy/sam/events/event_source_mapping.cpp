#include "emulator/deploy/sam/events/event_source_mapping.h"

#include <algorithm>
#include <array>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/policies.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

void check_filters(const FunctionEvent& event) {
  const Json& filters = event["FilterCriteria"];
  if (!truthy(filters) || is_intrinsic(filters)) return;
  if (filters.size() != 1 || !filters.contains("Filters"))
    event.refuse("FilterCriteria field has a wrong format");
}

/// What is particular to Kafka: its servers, consumer group and schema registry.
void set_kafka(FunctionEvent& event, Resource& mapping) {
  if (const Json& servers = event["KafkaBootstrapServers"]; truthy(servers)) {
    mapping["SelfManagedEventSource"] = {{"Endpoints", {{"KafkaBootstrapServers", servers}}}};
  }
  const char* configuration = event.type == "MSK"                ? "AmazonManagedKafkaEventSourceConfig"
                              : event.type == "SelfManagedKafka" ? "SelfManagedKafkaEventSourceConfig"
                                                                 : nullptr;
  if (const Json& group = event["ConsumerGroupId"]; truthy(group)) {
    if (configuration == nullptr) {
      throw EventError{event.logical_id(),
                       "Property ConsumerGroupId not defined for resource of type " + event.type + "."};
    }
    mapping[configuration]["ConsumerGroupId"] = group;
  }
  const Json& registry = event["SchemaRegistryConfig"];
  if (configuration != nullptr && truthy(registry)) mapping[configuration]["SchemaRegistryConfig"] = registry;
}

/// Where failed batches go; `Type` says what the role needs for it, and is SAM's own.
Json failure_policy(FunctionEvent& event) {
  Json& destinations = event.declared.at("DestinationConfig");
  if (!truthy(destinations)) return nullptr;
  expect_event_map(member(destinations, "OnFailure"), event.logical_id(), "DestinationConfig.OnFailure");
  Json& on_failure = destinations["OnFailure"];
  const Json type = member(on_failure, "Type");
  if (!truthy(type)) return nullptr;
  on_failure.erase("Type");
  const Json& arn = member(on_failure, "Destination");
  const std::string& id = event.logical_id();
  if (type == "SQS") return inline_policy(id + "SQSPolicy", "sqs:SendMessage", arn);
  if (type == "SNS") return inline_policy(id + "SNSPolicy", "sns:publish", arn);
  if (type == "S3") return s3_destination_policy(id + "S3Policy", arn);
  if (type == "Kafka") return nullptr;
  throw EventError{id, "The only valid values for 'Type' are 'SQS', 'SNS', 'S3', and 'Kafka'"};
}

void add_policy(Resource& role, const Json& policy) {
  Json& policies = role["Policies"];
  if (policies.is_null()) policies = Json::array();
  const bool there = std::ranges::any_of(policies, [&](const Json& other) {
    return member(other, "PolicyDocument") == member(policy, "PolicyDocument");
  });
  if (!there) policies.push_back(policy);
}

std::string registry_name(const std::string& arn) {
  std::size_t at = 0;
  for (int i = 0; i < 5; ++i) {
    at = arn.find(':', at);
    if (at == std::string::npos) return "";
    ++at;
  }
  const std::string resource = arn.substr(at, arn.find(':', at) - at);
  return arn.starts_with("arn") && resource.starts_with("registry/") ? resource.substr(9) : "";
}

void check_schema_registry(const FunctionEvent& event, const Json& registry) {
  for (const char* field : {"SchemaRegistryURI", "EventRecordFormat", "SchemaValidationConfigs"}) {
    if (!registry.contains(field)) {
      event.refuse(std::string("Missing required field ") + field + " in SchemaRegistryConfig");
    }
  }
  if (registry["EventRecordFormat"] != "JSON" && registry["EventRecordFormat"] != "SOURCE") {
    event.refuse("EventRecordFormat in SchemaRegistryConfig must be either 'JSON' or 'SOURCE'");
  }
  if (!registry["SchemaValidationConfigs"].is_array()) event.refuse("SchemaValidationConfigs must be a list");
  const Json& access = member(registry, "AccessConfigs");
  if (!truthy(access)) return;
  if (!access.is_array()) event.refuse("AccessConfigs in SchemaRegistryConfig must be a list");
  for (const Json& config : access) {
    if (!config.is_object() || !config.contains("Type") || !config.contains("URI")) {
      event.refuse("Each AccessConfig must be a dict with 'Type' and 'URI' fields");
    }
  }
}

}  // namespace

Resource make_mapping(FunctionEvent& event, const std::string& logical_id, const Json& source) {
  static constexpr std::array<const char*, 20> passed = {"StartingPosition",
                                                         "StartingPositionTimestamp",
                                                         "BatchSize",
                                                         "Enabled",
                                                         "MaximumBatchingWindowInSeconds",
                                                         "MaximumRetryAttempts",
                                                         "BisectBatchOnFunctionError",
                                                         "MaximumRecordAgeInSeconds",
                                                         "ParallelizationFactor",
                                                         "Topics",
                                                         "Queues",
                                                         "SourceAccessConfigurations",
                                                         "TumblingWindowInSeconds",
                                                         "FunctionResponseTypes",
                                                         "FilterCriteria",
                                                         "KmsKeyArn",
                                                         "ScalingConfig",
                                                         "ProvisionedPollerConfig",
                                                         "MetricsConfig",
                                                         "LoggingConfig"};
  Resource mapping = make_resource(logical_id, "AWS::Lambda::EventSourceMapping", event.passed_on());
  mapping["FunctionName"] = event.target.name();
  mapping["EventSourceArn"] = source;
  for (const char* name : passed) mapping[name] = event[name];
  check_filters(event);
  set_kafka(event, mapping);
  const Json policy = failure_policy(event);
  if (const Json& destinations = event["DestinationConfig"]; truthy(destinations)) {
    mapping["DestinationConfig"] = destinations;
  }
  if (!policy.is_null()) add_policy(event.role, policy);
  return mapping;
}

void grant(FunctionEvent& event, const ReadAccess& access) {
  if (!access.managed_policy.empty()) {
    const Json arn = event.context.managed_policy(access.managed_policy);
    Json& arns = event.role["ManagedPolicyArns"];
    if (std::ranges::find(arns, arn) == arns.end()) arns.push_back(arn);
  }
  if (access.policies.is_null()) return;
  for (const Json& policy : access.policies) add_policy(event.role, policy);
}

Json secret_statement(const Json& secret) {
  return {
      {"Action", Json::array({"secretsmanager:GetSecretValue"})}, {"Effect", "Allow"}, {"Resource", secret}};
}

Json network_statement() {
  return {{"Action",
           {"ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface",
            "ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"}},
          {"Effect", "Allow"},
          {"Resource", "*"}};
}

Json key_statement(const FunctionEvent& event, bool listed) {
  const std::string key =
      expect_event_string(event["SecretsManagerKmsKeyId"], event.id, "SecretsManagerKmsKeyId");
  const Json action = "kms:Decrypt";
  return {{"Action", listed ? Json::array({action}) : action},
          {"Effect", "Allow"},
          {"Resource", sub("arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/" + key)}};
}

Json schema_registry_statements(FunctionEvent& event) {
  Json statements = Json::array();
  const Json& registry = event["SchemaRegistryConfig"];
  if (!truthy(registry)) return statements;
  expect_event_map(registry, event.id, "SchemaRegistryConfig");
  check_schema_registry(event, registry);
  for (const Json& config : member(registry, "AccessConfigs"))
    statements.push_back(secret_statement(config["URI"]));
  const Json& uri = registry["SchemaRegistryURI"];
  Json resolved = uri;
  resolved = event.context.parameters.resolve(resolved);
  const std::string name =
      registry_name(uri.is_string() ? text_of(uri) : text_of(member(resolved, "Fn::Sub")));
  if (name.empty()) return statements;
  statements.push_back(
      {{"Action", Json::array({"glue:GetRegistry"})}, {"Effect", "Allow"}, {"Resource", uri}});
  statements.push_back(
      {{"Action", Json::array({"glue:GetSchemaVersion"})},
       {"Effect", "Allow"},
       {"Resource", Json::array({sub("arn:${AWS::Partition}:glue:${AWS::Region}:${AWS::AccountId}:schema/" +
                                     name + "/*")})}});
  return statements;
}

}  // namespace cloche::deploy::sam
