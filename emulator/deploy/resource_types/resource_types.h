#pragma once
// The table of contents of the resource types: those of each service, in the file of its name.
#include <span>

#include "emulator/deploy/resource_type.h"

namespace cloche::deploy {

std::span<const ResourceType> apigateway_types();
std::span<const ResourceType> cloudformation_types();
std::span<const ResourceType> cloudwatch_types();
std::span<const ResourceType> dynamodb_types();
std::span<const ResourceType> events_types();
std::span<const ResourceType> iam_types();
std::span<const ResourceType> lambda_types();
std::span<const ResourceType> logs_types();
std::span<const ResourceType> sns_types();
std::span<const ResourceType> sqs_types();

std::span<const std::span<const ResourceType>> all_resource_types();

}  // namespace cloche::deploy
