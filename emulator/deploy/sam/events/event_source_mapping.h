#pragma once
// Events that Lambda itself fetches: a mapping of a stream, a queue or a broker to the function. The
// function's role may read from it.
#include "emulator/deploy/sam/events/event.h"

namespace cloche::deploy::sam {

/// The properties that all of them have, beside those that say what is read.
inline constexpr PropertyRule mapping_rules[] = {{"BatchSize", an_integer},
                                                 {"StartingPosition"},
                                                 {"StartingPositionTimestamp"},
                                                 {"Enabled", a_boolean},
                                                 {"MaximumBatchingWindowInSeconds", an_integer},
                                                 {"MaximumRetryAttempts", an_integer},
                                                 {"BisectBatchOnFunctionError", a_boolean},
                                                 {"MaximumRecordAgeInSeconds", an_integer},
                                                 {"DestinationConfig", a_map},
                                                 {"ParallelizationFactor", an_integer},
                                                 {"Topics", a_list},
                                                 {"Queues", a_list},
                                                 {"SourceAccessConfigurations", a_list},
                                                 {"SecretsManagerKmsKeyId", a_string},
                                                 {"TumblingWindowInSeconds", an_integer},
                                                 {"FunctionResponseTypes", a_list},
                                                 {"KafkaBootstrapServers", a_list},
                                                 {"FilterCriteria", a_map},
                                                 {"KmsKeyArn"},
                                                 {"ConsumerGroupId", a_string},
                                                 {"ScalingConfig", a_map},
                                                 {"ProvisionedPollerConfig", a_map},
                                                 {"SchemaRegistryConfig", a_map},
                                                 {"MetricsConfig", a_map},
                                                 {"LoggingConfig", a_map}};

/// What a role needs to read: a managed policy (or none), and inline policies (or null).
struct ReadAccess {
  std::string managed_policy;
  Json policies;
};

/// The mapping, with `access` given to the role. `source` is null where it has no ARN.
Resource make_mapping(FunctionEvent& event, const std::string& logical_id, const Json& source);
void grant(FunctionEvent& event, const ReadAccess& access);

// Statements of policies.
Json secret_statement(const Json& secret);
Json network_statement();
/// The statement for SecretsManagerKmsKeyId, which must be text. `listed`: its Action is a list.
Json key_statement(const FunctionEvent& event, bool listed);
/// What reading from a schema registry needs; nothing without SchemaRegistryConfig. Throws EventError where
/// that is wrong.
Json schema_registry_statements(FunctionEvent& event);

}  // namespace cloche::deploy::sam
