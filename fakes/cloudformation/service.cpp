#include "fakes/cloudformation/service.h"

#include <array>

#include "fakes/cloudformation/operations/operations.h"
#include "fakes/cloudformation/store.h"

namespace cloche::cloudformation {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"DescribeStackEvents", &describe_stack_events},
    wire::OperationEntry{"DescribeStackResource", &describe_stack_resource},
    wire::OperationEntry{"DescribeStackResources", &describe_stack_resources},
    wire::OperationEntry{"DescribeStacks", &describe_stacks},
    wire::OperationEntry{"GetTemplate", &get_template},
    wire::OperationEntry{"ListExports", &list_exports},
    wire::OperationEntry{"ListImports", &list_imports},
    wire::OperationEntry{"ListStackResources", &list_stack_resources},
    wire::OperationEntry{"ListStacks", &list_stacks},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition definition{
      .name = "cloudformation", .operations = operations, .schema = store_schema()};
  return definition;
}

}  // namespace cloche::cloudformation
