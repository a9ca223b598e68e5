#include "fakes/cloudformation/documents.h"
#include "fakes/cloudformation/operations/operations.h"
#include "fakes/cloudformation/paging.h"

namespace cloche::cloudformation {

Answer describe_stacks(Call& call, const Structure& request) {
  Store store(call.account);
  std::vector<Stack> stacks;
  if (const std::string* name = request.find_string("StackName")) {
    auto stack = store.find_stack(call.region, *name);
    if (!stack) throw no_stack_with_id(*name);
    stacks.push_back(*std::move(stack));
  } else {
    for (Stack& stack : store.stacks(call.region)) {
      if (!stack.deleted) stacks.push_back(std::move(stack));
    }
  }
  return page_of(request, stacks, "Stacks", &stack_document);
}

}  // namespace cloche::cloudformation
