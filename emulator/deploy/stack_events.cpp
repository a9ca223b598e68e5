#include "emulator/deploy/stack_events.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

namespace cloche::deploy {

void StackEvents::add(Json event, std::string_view reason) {
  if (!reason.empty()) event["ResourceStatusReason"] = reason;
  if (!token_.empty()) event["ClientRequestToken"] = token_;
  events_.push_back(std::move(event));
}

void StackEvents::add(const cloudformation::Stack& stack, std::string_view status, std::string_view reason) {
  add({{"LogicalResourceId", stack.name},
       {"PhysicalResourceId", stack.id},
       {"ResourceType", "AWS::CloudFormation::Stack"},
       {"ResourceStatus", status}},
      reason);
}

void StackEvents::add(const cloudformation::StackResource& resource, std::string_view status,
                      std::string_view reason) {
  add({{"LogicalResourceId", resource.logical_id},
       {"PhysicalResourceId", resource.physical_id},
       {"ResourceType", resource.type},
       {"ResourceStatus", status},
       {"ResourceProperties", resource.properties.dump()}},
      reason);
}

void StackEvents::add_roll_back(const cloudformation::Stack& stack, bool is_new, std::string_view reason) {
  std::vector<std::string> failed;
  std::vector<Json> made;
  for (const Json& event : events_) {
    const std::string status = event.at("ResourceStatus");
    if (status == "CREATE_FAILED" || status == "UPDATE_FAILED")
      failed.push_back(event.at("LogicalResourceId"));
    if (event.at("PhysicalResourceId") == stack.id) continue;
    if (status == "CREATE_COMPLETE" || status == "UPDATE_COMPLETE") made.push_back(event);
  }
  const std::string why = failed.empty() ? std::string(reason)
                                         : fmt::format("The following resource(s) failed to {}: [{}]. {}",
                                                       is_new ? "create" : "update", fmt::join(failed, ", "),
                                                       is_new ? "Rollback requested by user." : "");
  add(stack, is_new ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS", why);
  for (auto event = made.rbegin(); event != made.rend(); ++event) {
    const bool was_made = event->at("ResourceStatus") == "CREATE_COMPLETE";
    for (const char* status : {was_made ? "DELETE_IN_PROGRESS" : "UPDATE_IN_PROGRESS",
                               was_made ? "DELETE_COMPLETE" : "UPDATE_COMPLETE"}) {
      Json undone = *event;
      undone["ResourceStatus"] = status;
      events_.push_back(std::move(undone));
    }
  }
  if (!is_new) add(stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
  add(stack, is_new ? "ROLLBACK_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE");
}

void StackEvents::save(cloudformation::Store& store, const cloudformation::Stack& stack) const {
  for (const Json& event : events_) store.add_event(stack, event);
}

}  // namespace cloche::deploy
