// Kinesis, DynamoDB and SQS: streams and queues.
#include "emulator/deploy/sam/events/event_source_mapping.h"
#include "emulator/deploy/sam/events/source_rules.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule stream_properties[] = {{"Stream", anything, Given::required},
                                              {"StartingPosition", anything, Given::required}};
constexpr PropertyRule queue_properties[] = {{"Queue", anything, Given::required}};
constexpr auto stream_rules = with_mapping_rules(stream_properties);
constexpr auto queue_rules = with_mapping_rules(queue_properties);

Resources transform_kinesis(FunctionEvent& event) {
  Resource mapping = make_mapping(event, event.logical_id(), event["Stream"]);
  grant(event, {"service-role/AWSLambdaKinesisExecutionRole", nullptr});
  return {std::move(mapping)};
}

Resources transform_dynamodb(FunctionEvent& event) {
  Resource mapping = make_mapping(event, event.logical_id(), event["Stream"]);
  grant(event, {"service-role/AWSLambdaDynamoDBExecutionRole", nullptr});
  return {std::move(mapping)};
}

Resources transform_sqs(FunctionEvent& event) {
  Resource mapping = make_mapping(event, event.logical_id(), event["Queue"]);
  grant(event, {"service-role/AWSLambdaSQSQueueExecutionRole", nullptr});
  return {std::move(mapping)};
}

}  // namespace

Resources queue_mapping(FunctionEvent& event, const std::string& logical_id, const Json& properties) {
  Json own = properties;
  FunctionEvent queue{event.context, event.id,  "SQS", Declared{logical_id, own, Json::object(), nullptr},
                      event.target,  event.role};
  return transform_sqs(queue);
}

const EventKind kinesis_event{"Kinesis", stream_rules, nullptr, transform_kinesis};
const EventKind dynamodb_event{"DynamoDB", stream_rules, nullptr, transform_dynamodb};
const EventKind sqs_event{"SQS", queue_rules, nullptr, transform_sqs};

}  // namespace cloche::deploy::sam
