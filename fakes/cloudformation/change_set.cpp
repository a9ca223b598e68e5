#include "fakes/cloudformation/change_set.h"

#include "fakes/cloudformation/errors.h"

namespace cloche::cloudformation {

ChangeSet named_change_set(Store& store, const std::string& region, const std::string* stack_name,
                           const std::string& name) {
  if (name.starts_with("arn:")) {
    auto found = store.find_change_set(name);
    if (!found) throw change_set_not_found(name);
    return *std::move(found);
  }
  if (stack_name == nullptr)
    throw validation_error("StackName must be specified if ChangeSetName is not specified as an ARN.");
  const auto stack = store.find_stack(region, *stack_name);
  if (!stack) throw stack_does_not_exist(*stack_name);
  auto found = store.find_change_set(stack->id, name);
  if (!found) throw change_set_not_found(name);
  return *std::move(found);
}

Json change_set_summary(const ChangeSet& change_set) {
  Json summary{{"ChangeSetId", change_set.id},
               {"ChangeSetName", change_set.name},
               {"StackId", change_set.stack},
               {"Status", change_set.status}};
  for (const char* member : {"StackName", "ExecutionStatus", "StatusReason", "CreationTime", "Description",
                             "IncludeNestedStacks"}) {
    if (const auto found = change_set.document.find(member); found != change_set.document.end())
      summary[member] = *found;
  }
  return summary;
}

}  // namespace cloche::cloudformation
