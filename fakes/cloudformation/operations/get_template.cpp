#include "fakes/cloudformation/change_set.h"
#include "fakes/cloudformation/operations/operations.h"
#include "fakes/cloudformation/paging.h"
#include "fakes/cloudformation/store.h"

namespace cloche::cloudformation {

Answer get_template(Call& call, const Structure& request) {
  Store store(call.account);
  const std::string* name = request.find_string("StackName");
  const std::string* change_set_name = request.find_string("ChangeSetName");
  if (name == nullptr && change_set_name == nullptr)
    throw validation_error("StackName is required if ChangeSetName is not specified.");  // assumed: the words
  const auto stack = name != nullptr ? store.find_stack(call.region, *name) : std::nullopt;
  if (name != nullptr && !stack) throw no_stack_with_id(*name);
  const bool processed = request.string_or("TemplateStage", "Original") == "Processed";
  std::string body;
  if (change_set_name != nullptr) {
    const ChangeSet change_set = named_change_set(store, call.region, name, *change_set_name);
    body = processed ? change_set.document.value("Processed", "") : change_set.template_text;
  } else {
    body = processed ? stack->processed : stack->template_text;
  }
  return Json{{"TemplateBody", body}, {"StagesAvailable", {"Original", "Processed"}}};
}

}  // namespace cloche::cloudformation
