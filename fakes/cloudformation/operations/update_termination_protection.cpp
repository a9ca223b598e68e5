#include "fakes/cloudformation/errors.h"
#include "fakes/cloudformation/operations/operations.h"
#include "fakes/cloudformation/store.h"

namespace cloche::cloudformation {

Answer update_termination_protection(Call& call, const Structure& request) {
  Store store(call.account);
  const std::string& name = request.string("StackName");
  auto stack = store.find_stack(call.region, name);
  if (!stack) throw validation_error(fmt::format("Stack [{}] does not exist", name));
  if (stack->deleted)  // assumed: the words
    throw validation_error(fmt::format("Stack [{}] has been deleted", name));
  stack->document["EnableTerminationProtection"] = request.boolean("EnableTerminationProtection");
  store.update_stack(*stack);
  return Json{{"StackId", stack->id}};
}

}  // namespace cloche::cloudformation
