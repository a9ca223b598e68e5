#include "fakes/events/target_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>

#include "fakes/core/arn.h"
#include "fakes/events/errors.h"
#include "fakes/events/target_input.h"

namespace cloche::events {

namespace {

// The User Guide, "Event bus targets"; that it is all is assumed.
constexpr std::array<std::string_view, 24> services{
    "apigateway", "appsync", "athena", "batch",       "codebuild",     "codepipeline",
    "ec2",        "ecs",     "events", "execute-api", "firehose",      "glue",
    "inspector",  "kinesis", "lambda", "logs",        "redshift",      "redshift-serverless",
    "sagemaker",  "sns",     "sqs",    "ssm",         "ssm-incidents", "states"};

// The same, "Permissions for EventBridge to access targets": to these EventBridge goes with a role.
constexpr std::array<std::string_view, 10> services_with_role{
    "batch", "codebuild", "codepipeline", "ecs",       "firehose",
    "glue",  "kinesis",   "redshift",     "sagemaker", "states"};

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

ApiError invalid_arn(const std::string& text, const std::string& reason) {
  return validation_error(fmt::format("Parameter {} is not valid. Reason: {}.", text, reason));
}

Arn parsed_arn(const std::string& text) {
  auto arn = Arn::parse(text);
  if (!arn) throw invalid_arn(text, "Provided Arn is not in correct format");
  return *std::move(arn);
}

}  // namespace

void check_target(const wire::Call& call, const wire::Structure& target) {
  const std::string& id = target.string("Id");
  const Arn arn = parsed_arn(target.string("Arn"));
  if (!contains(services, arn.service)) {
    throw invalid_arn(target.string("Arn"),
                      fmt::format("{} is not a supported service for a target", arn.service));
  }
  const bool is_fifo_queue = arn.service == "sqs" && arn.resource.ends_with(".fifo");
  const auto sqs = target.find_structure("SqsParameters");
  if (is_fifo_queue && (!sqs || !sqs->has("MessageGroupId"))) {
    throw validation_error(fmt::format("Parameter(s) SqsParameters must be specified for target: {}.", id));
  }
  const bool other_bus =
      arn.service == "events" && (arn.region != call.region || arn.account != call.account.number());
  if (!target.has("RoleArn") && (other_bus || contains(services_with_role, arn.service))) {
    throw validation_error(fmt::format("RoleArn is required for target {}.", id));  // assumed: the words
  }
  if (arn.service == "ecs" && !target.has("EcsParameters")) {
    throw validation_error(fmt::format("Parameter(s) EcsParameters must be specified for target: {}.", id));
  }
  if (const auto dead_letters = target.find_structure("DeadLetterConfig")) {
    if (const std::string* queue = dead_letters->find_string("Arn")) parsed_arn(*queue);
  }
  check_target_input(target.document());
}

}  // namespace cloche::events
