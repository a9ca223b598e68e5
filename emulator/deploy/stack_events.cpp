#include "emulator/deploy/stack_events.h"

#include <fmt/format.h>

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
  std::string why;
  std::vector<Json> changed;  // how each resource came to its end, the last one first
  for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
    const std::string status = event->at("ResourceStatus");
    if (event->at("PhysicalResourceId") == stack.id || status.ends_with("_IN_PROGRESS")) continue;
    if (status.ends_with("_FAILED")) {  // which ends the deployment: there is one
      why = fmt::format("The following resource(s) failed to {}: [{}]. ",
                        status == "CREATE_FAILED" ? "create" : "update",
                        event->at("LogicalResourceId").get<std::string>());
    }
    changed.push_back(*event);
  }
  if (why.empty()) why = fmt::format("{}{}", reason, is_new ? ". " : "");
  if (is_new) why += "Rollback requested by user.";
  add(stack, is_new ? "ROLLBACK_IN_PROGRESS" : "UPDATE_ROLLBACK_IN_PROGRESS", why);
  undo(changed, "UPDATE");
  if (!is_new) add(stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
  undo(changed, "CREATE");
  add(stack, is_new ? "ROLLBACK_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE");
}

// Of what failed there is nothing to undo: it is only told that it is over.
void StackEvents::undo(const std::vector<Json>& changed, const std::string& done) {
  const std::string undoing = done == "CREATE" ? "DELETE" : "UPDATE";
  for (Json event : changed) {
    const std::string status = event.at("ResourceStatus");
    if (!status.starts_with(done)) continue;
    event.erase("ResourceStatusReason");
    if (status == done + "_COMPLETE") {
      event["ResourceStatus"] = undoing + "_IN_PROGRESS";
      events_.push_back(event);
    }
    event["ResourceStatus"] = undoing + "_COMPLETE";
    events_.push_back(std::move(event));
  }
}

void StackEvents::save(cloudformation::Store& store, const cloudformation::Stack& stack) const {
  for (const Json& event : events_) store.add_event(stack, event);
}

}  // namespace cloche::deploy
