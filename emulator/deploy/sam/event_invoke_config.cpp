#include <array>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/function.h"
#include "emulator/deploy/sam/logical_id.h"
#include "emulator/deploy/sam/policies.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

/// A destination that is given only where a condition holds; in the other case SAM makes it.
struct ConditionalDestination {
  std::string condition;  // where SAM makes it; "" where it need not, or always must
  Json given;
};

std::string condition_name(const std::string& name, const std::string& of) {
  return name + content_hash(of).substr(0, 10);
}

ConditionalDestination conditional_destination(Context& context, const Json& destination,
                                               const std::string& id) {
  if (!is_intrinsic_if(destination)) return {};
  const Json& branches = destination["Fn::If"];
  if (!branches.is_array() || branches.size() != 3) {
    throw ResourceError{id, "Malformed 'Destination' property: Fn::If requires 3 arguments."};
  }
  const bool then = is_no_value(branches[1]);
  const bool otherwise = is_no_value(branches[2]);
  if (then == otherwise) return {};
  const std::string condition = shown(branches[0]);
  if (then) return {condition, branches[2]};
  const std::string negated = condition_name("NOT" + condition, id);
  context.add_condition(negated, {{"Fn::Not", Json::array({{{"Condition", condition}}})}});
  return {negated, branches[1]};
}

/// The condition under which both hold.
std::string both(Context& context, const Json& resource, const std::string& property,
                 const std::string& function) {
  if (resource.is_null()) return property;
  if (property.empty()) return text_of(resource);
  const std::string name = condition_name(text_of(resource) + "AND" + property, function);
  // Each is wrapped once more; so SAM writes it.
  const auto wrapped = [](const Json& condition) -> Json {
    return {{"Condition", {{"Condition", condition}}}};
  };
  context.add_condition(name, {{"Fn::And", Json::array({wrapped(resource), wrapped(property)})}});
  return name;
}

Json destination_policy(const std::string& type, const Json& arn, const std::string& id) {
  if (type == "SQS") return inline_policy(id + "SQSPolicy", "sqs:SendMessage", arn);
  if (type == "SNS") return inline_policy(id + "SNSPolicy", "sns:publish", arn);
  if (type == "EventBridge") return inline_policy(id + "EventBridgePolicy", "events:PutEvents", arn);
  if (type == "Lambda") return inline_policy(id + "LambdaPolicy", "lambda:InvokeFunction", arn);
  return s3_destination_policy(id + "S3Policy", arn);
}

/// One destination: its ARN, the queue or topic that is made for it, and what the role may do with it.
Json make_destination(Context& context, const Declared& function, const Json& wanted,
                      const std::string& config_id, const char* outcome, EventInvokeConfig& config) {
  static constexpr std::array<std::string_view, 5> types = {"SQS", "SNS", "EventBridge", "Lambda",
                                                            "S3Bucket"};
  const std::string type = text_of(member(wanted, "Type"));
  const std::string id = config_id + outcome;
  if (std::ranges::find(types, std::string_view(type)) == types.end()) {
    throw ResourceError{function.logical_id,
                        "'Type: " + shown(member(wanted, "Type")) +
                            "' must be one of ['SQS', 'SNS', 'EventBridge', 'Lambda', 'S3Bucket']"};
  }
  const Json& given = member(wanted, "Destination");
  const ConditionalDestination partly = conditional_destination(context, given, config_id);
  Json arn = given;
  if (given.is_null() || !partly.condition.empty()) {
    const Json passed = function.passed_on();
    const std::string condition =
        both(context, member(passed, "Condition"), partly.condition, function.logical_id);
    if (type != "SQS" && type != "SNS") {
      throw ResourceError{function.logical_id, "Destination is required if Type is not ['SQS', 'SNS']"};
    }
    Resource made = type == "SQS" ? make_resource(id + "Queue", "AWS::SQS::Queue", passed)
                                  : make_resource(id + "Topic", "AWS::SNS::Topic", passed);
    if (!condition.empty()) made.attributes["Condition"] = condition;
    arn = partly.condition.empty() ? made.arn() : conditional(partly.condition, made.arn(), partly.given);
    config.made.push_back(std::move(made));
  }
  config.policies.push_back(destination_policy(type, arn, id));
  return arn;
}

}  // namespace

EventInvokeConfig make_event_invoke_config(Context& context, const Declared& function, const Resource& lambda,
                                           const Resource* alias, const std::string& alias_name) {
  EventInvokeConfig config;
  if (!truthy(function["EventInvokeConfig"])) return config;
  const Json wanted = context.parameters.resolve(function.at("EventInvokeConfig"));
  const std::string id = lambda.logical_id + "EventInvokeConfig";
  Json destinations = Json::object();
  const Json& given = member(wanted, "DestinationConfig");
  if (truthy(given)) {
    expect_map(given, function.logical_id, "EventInvokeConfig.DestinationConfig");
    for (const char* outcome : {"OnSuccess", "OnFailure"}) {
      const Json& one = member(given, outcome);
      if (one.is_null()) continue;
      expect_map(one, function.logical_id, std::string("EventInvokeConfig.DestinationConfig.") + outcome);
      destinations[outcome] = {
          {"Destination", make_destination(context, function, one, id, outcome, config)}};
    }
  }
  Resource made = make_resource(id, "AWS::Lambda::EventInvokeConfig", function.attributes,
                                alias == nullptr ? Json() : Json::array({alias->logical_id}));
  made["FunctionName"] = lambda.name();
  made["Qualifier"] = alias_name.empty() ? "$LATEST" : alias_name;
  made["DestinationConfig"] = std::move(destinations);
  for (const char* name : {"MaximumEventAgeInSeconds", "MaximumRetryAttempts"})
    made[name] = member(wanted, name);
  config.made.push_back(std::move(made));
  return config;
}

}  // namespace cloche::deploy::sam
