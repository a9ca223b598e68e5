#include "emulator/deploy/stack_events.h"

#include <nlohmann/json.hpp>

namespace cloche::deploy {

void StackEvents::add(const cloudformation::Stack& stack, std::string_view status, std::string_view reason) {
  Json event{{"LogicalResourceId", stack.name},
             {"PhysicalResourceId", stack.id},
             {"ResourceType", "AWS::CloudFormation::Stack"},
             {"ResourceStatus", status}};
  if (!reason.empty()) event["ResourceStatusReason"] = reason;
  events_.push_back(std::move(event));
}

void StackEvents::add(const cloudformation::StackResource& resource, std::string_view status,
                      std::string_view reason) {
  Json event{{"LogicalResourceId", resource.logical_id},
             {"PhysicalResourceId", resource.physical_id},
             {"ResourceType", resource.type},
             {"ResourceStatus", status},
             {"ResourceProperties", resource.properties.dump()}};
  if (!reason.empty()) event["ResourceStatusReason"] = reason;
  events_.push_back(std::move(event));
}

void StackEvents::save(cloudformation::Store& store, const cloudformation::Stack& stack) const {
  for (const Json& event : events_) store.add_event(stack, event);
}

}  // namespace cloche::deploy
