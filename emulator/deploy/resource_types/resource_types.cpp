#include "emulator/deploy/resource_types/resource_types.h"

#include <array>

namespace cloche::deploy {

std::span<const std::span<const ResourceType>> all_resource_types() {
  static const std::array all{
      apigateway_types(), cloudformation_types(), cloudwatch_types(), dynamodb_types(), events_types(),
      iam_types(),        lambda_types(),         logs_types(),       sns_types(),      sqs_types()};
  return all;
}

}  // namespace cloche::deploy
