// SNS: a subscription of the function, or of a queue (SqsSubscription) that the function reads.
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/events/event.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

constexpr PropertyRule sns_rules[] = {
    {"Topic", a_string, Given::required},  {"Region", a_string},    {"FilterPolicy"}, {"FilterPolicyScope"},
    {"SqsSubscription", a_boolean_or_map}, {"RedrivePolicy", a_map}};

Resource make_subscription(const FunctionEvent& event, const char* protocol, const Json& endpoint) {
  Resource subscription = make_resource(event.logical_id(), "AWS::SNS::Subscription", event.passed_on());
  subscription["Protocol"] = protocol;
  subscription["Endpoint"] = endpoint;
  subscription["TopicArn"] = event["Topic"];
  for (const char* name : {"Region", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"}) {
    subscription[name] = event[name];
  }
  return subscription;
}

Resource make_queue_policy(const FunctionEvent& event, const std::string& logical_id, const Json& queue_arn,
                           const Json& queue_url) {
  Resource policy = make_resource(logical_id, "AWS::SQS::QueuePolicy", event.passed_on());
  policy["PolicyDocument"] = {
      {"Version", "2012-10-17"},
      {"Statement", Json::array({{{"Action", "sqs:SendMessage"},
                                  {"Effect", "Allow"},
                                  {"Principal", "*"},
                                  {"Resource", queue_arn},
                                  {"Condition", {{"ArnEquals", {{"aws:SourceArn", event["Topic"]}}}}}}})}};
  policy["Queues"] = Json::array({queue_url});
  return policy;
}

/// The topic of the template is a FIFO one, and so must be its queue.
Json fifo_of_topic(const FunctionEvent& event) {
  const std::string id = logical_id_in(event["Topic"]);
  Json fifo = member(member(member(event.context.resources(), id), "Properties"), "FifoTopic");
  return event.context.parameters.resolve(fifo);
}

Resources through_queue(FunctionEvent& event, const Json& queue_arn, const Json& queue_url,
                        const std::string& policy_id, const Json& batch_size) {
  Resources made = queue_mapping(
      event, event.logical_id() + "EventSourceMapping",
      {{"Queue", queue_arn}, {"BatchSize", truthy(batch_size) ? batch_size : Json(10)}, {"Enabled", true}});
  made.push_back(make_queue_policy(event, policy_id, queue_arn, queue_url));
  made.push_back(make_subscription(event, "sqs", queue_arn));
  return made;
}

Resources transform_sns(FunctionEvent& event) {
  const Json& queue_wanted = event["SqsSubscription"];
  if (!truthy(queue_wanted)) {
    return {make_permission(event.logical_id() + "Permission", event,
                            {"sns.amazonaws.com", event["Topic"], nullptr, nullptr}),
            make_subscription(event, "lambda", event.target.arn())};
  }
  const std::string policy_id = event.logical_id() + "QueuePolicy";
  if (queue_wanted.is_boolean()) {
    Resource queue = make_resource(event.logical_id() + "Queue", "AWS::SQS::Queue", event.passed_on());
    if (const Json fifo = fifo_of_topic(event); truthy(fifo)) queue["FifoQueue"] = fifo;
    Resources made = through_queue(event, queue.arn(), queue.name(), policy_id, nullptr);
    made.push_back(std::move(queue));
    return made;
  }
  expect_event_map(queue_wanted, event.id, "SqsSubscription");
  const Json& arn = member(queue_wanted, "QueueArn");
  const Json& url = member(queue_wanted, "QueueUrl");
  if (!truthy(arn) || !truthy(url)) event.refuse("No QueueARN or QueueURL provided.");
  const Json& own_policy_id = member(queue_wanted, "QueuePolicyLogicalId");
  return through_queue(event, arn, url, truthy(own_policy_id) ? shown(own_policy_id) : policy_id,
                       member(queue_wanted, "BatchSize"));
}

}  // namespace

const EventKind sns_event{"SNS", sns_rules, nullptr, transform_sns};

}  // namespace cloche::deploy::sam
