// DescribeChangeSet, ListChangeSets, DeleteChangeSet.
#include "fakes/cloudformation/change_set.h"
#include "fakes/cloudformation/operations/operations.h"
#include "fakes/cloudformation/paging.h"

namespace cloche::cloudformation {

Answer describe_change_set(Call& call, const Structure& request) {
  if (request.has("IncludePropertyValues") && request.boolean("IncludePropertyValues"))
    call.report_unsupported("IncludePropertyValues is not applied: changes are told without values");
  Store store(call.account);
  const ChangeSet change_set =
      named_change_set(store, call.region, request.find_string("StackName"), request.string("ChangeSetName"));
  Json document = change_set_summary(change_set);
  for (const char* member : {"Parameters", "NotificationARNs", "Capabilities", "Tags", "OnStackFailure"}) {
    if (const auto found = change_set.document.find(member);
        found != change_set.document.end() && !found->empty())
      document[member] = *found;
  }
  document["RollbackConfiguration"] = Json::object();
  const Json changes = change_set.document.value("Changes", Json::array());
  document.update(page_of(request, std::vector<Json>(changes.begin(), changes.end()), "Changes",
                          [](const Json& change) { return change; }));
  return document;
}

Answer list_change_sets(Call& call, const Structure& request) {
  Store store(call.account);
  const std::string& name = request.string("StackName");
  const auto stack = store.find_stack(call.region, name);
  if (!stack) throw stack_does_not_exist(name);
  return page_of(request, store.change_sets(stack->id), "Summaries", &change_set_summary);
}

// One that is not there is as good as deleted.
Answer delete_change_set(Call& call, const Structure& request) {
  Store store(call.account);
  try {
    const ChangeSet change_set = named_change_set(store, call.region, request.find_string("StackName"),
                                                  request.string("ChangeSetName"));
    store.remove_change_set(change_set.id);
  } catch (const ApiError& error) {
    if (error.code != "ChangeSetNotFound") throw;
  }
  return {};
}

}  // namespace cloche::cloudformation
