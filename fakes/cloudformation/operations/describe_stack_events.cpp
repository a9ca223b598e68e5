#include "fakes/cloudformation/operations/operations.h"
#include "fakes/cloudformation/paging.h"
#include "fakes/cloudformation/store.h"

namespace cloche::cloudformation {

Answer describe_stack_events(Call& call, const Structure& request) {
  const std::string name = request.string_or("StackName", "");
  Store store(call.account);
  const auto stack = store.find_stack(call.region, name);
  if (!stack) throw stack_does_not_exist(name);
  auto events = store.events(stack->id, numbered_page_start(request), page_size + 1);
  Json answer{{"StackEvents", Json::array()}};
  if (std::ssize(events) > page_size) {
    events.pop_back();
    answer["NextToken"] = base64(std::to_string(events.back().number));
  }
  for (const auto& event : events) answer["StackEvents"].push_back(event.document);
  return answer;
}

}  // namespace cloche::cloudformation
