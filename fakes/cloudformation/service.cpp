#include "fakes/cloudformation/service.h"

#include <array>

#include "fakes/cloudformation/operations/operations.h"
#include "fakes/cloudformation/question.h"
#include "fakes/cloudformation/store.h"

namespace cloche::cloudformation {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"CreateChangeSet", &ask},
    wire::OperationEntry{"CreateStack", &ask},
    wire::OperationEntry{"DeleteChangeSet", &delete_change_set},
    wire::OperationEntry{"DeleteStack", &ask},
    wire::OperationEntry{"DescribeChangeSet", &describe_change_set},
    wire::OperationEntry{"DescribeStackEvents", &describe_stack_events},
    wire::OperationEntry{"DescribeStackResource", &describe_stack_resource},
    wire::OperationEntry{"DescribeStackResources", &describe_stack_resources},
    wire::OperationEntry{"DescribeStacks", &describe_stacks},
    wire::OperationEntry{"ExecuteChangeSet", &ask},
    wire::OperationEntry{"GetTemplate", &get_template},
    wire::OperationEntry{"GetTemplateSummary", &ask},
    wire::OperationEntry{"ListChangeSets", &list_change_sets},
    wire::OperationEntry{"ListExports", &list_exports},
    wire::OperationEntry{"ListImports", &list_imports},
    wire::OperationEntry{"ListStackResources", &list_stack_resources},
    wire::OperationEntry{"ListStacks", &list_stacks},
    wire::OperationEntry{"UpdateStack", &ask},
    wire::OperationEntry{"UpdateTerminationProtection", &update_termination_protection},
    wire::OperationEntry{"ValidateTemplate", &ask},
};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition definition{
      .name = "cloudformation", .operations = operations, .schema = store_schema()};
  return definition;
}

}  // namespace cloche::cloudformation
