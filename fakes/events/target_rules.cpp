#include "fakes/events/target_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "fakes/core/arn.h"
#include "fakes/events/errors.h"
#include "fakes/events/target_input.h"

namespace cloche::events {

namespace {

// The User Guide, "Permissions for EventBridge to access targets": to these EventBridge goes with a role.
constexpr std::array<std::string_view, 10> services_with_role{
    "batch", "codebuild", "codepipeline", "ecs",       "firehose",
    "glue",  "kinesis",   "redshift",     "sagemaker", "states"};

Arn parsed_arn(const std::string& text) {
  auto arn = Arn::parse(text);
  if (!arn) {
    throw validation_error(
        fmt::format("Parameter {} is not valid. Reason: Provided Arn is not in correct format.", text));
  }
  return *std::move(arn);
}

}  // namespace

void check_target(const wire::Structure& target) {
  const std::string& id = target.string("Id");
  const Arn arn = parsed_arn(target.string("Arn"));
  const bool is_fifo_queue = arn.service == "sqs" && arn.resource.ends_with(".fifo");
  const auto sqs = target.find_structure("SqsParameters");
  if (is_fifo_queue && (!sqs || !sqs->has("MessageGroupId"))) {
    throw validation_error(fmt::format("Parameter(s) SqsParameters must be specified for target: {}.", id));
  }
  if (!target.has("RoleArn") &&
      std::ranges::find(services_with_role, arn.service) != services_with_role.end()) {
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
