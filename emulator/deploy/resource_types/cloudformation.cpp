#include <fmt/format.h>

#include <array>

#include "emulator/deploy/property_error.h"
#include "emulator/deploy/resource_types/resource_types.h"

namespace cloche::deploy {

namespace {

// A handle is a URL that nobody has to signal to, for there is no WaitCondition. Stacks use it as a
// placeholder where a template must have a resource.
Resource create_handle(const Context& context, const Json&) {
  return {fmt::format("https://cloudformation-waitcondition-{}.s3.amazonaws.com/{}/{}", context.stack.region,
                      context.stack.id, context.logical_id)};
}

void delete_handle(const Context&, const Resource&, const Json&) {}

constexpr std::array types_of_cloudformation{
    ResourceType{.name = "AWS::CloudFormation::WaitConditionHandle",
                 .properties = {},
                 .attributes = {},
                 .create = &create_handle,
                 .update = nullptr,
                 .remove = &delete_handle},
};

}  // namespace

std::span<const ResourceType> cloudformation_types() { return types_of_cloudformation; }

}  // namespace cloche::deploy
