#include <algorithm>

#include "fakes/cloudformation/documents.h"
#include "fakes/cloudformation/operations/operations.h"
#include "fakes/cloudformation/paging.h"

namespace cloche::cloudformation {

Answer list_stacks(Call& call, const Structure& request) {
  const std::vector<std::string> statuses = request.strings("StackStatusFilter");
  auto stacks = Store(call.account).stacks(call.region);
  if (!statuses.empty()) {
    std::erase_if(stacks, [&](const Stack& stack) {
      return std::ranges::find(statuses, stack.status) == statuses.end();
    });
  }
  return page_of(request, stacks, "StackSummaries", &stack_summary);
}

}  // namespace cloche::cloudformation
