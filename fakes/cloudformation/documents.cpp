#include "fakes/cloudformation/documents.h"

namespace cloche::cloudformation {

namespace {

constexpr const char* shown_members[] = {"ChangeSetId",
                                         "Description",
                                         "Parameters",
                                         "DisableRollback",
                                         "NotificationARNs",
                                         "TimeoutInMinutes",
                                         "Capabilities",
                                         "Outputs",
                                         "RoleARN",
                                         "StackStatusReason",
                                         "EnableTerminationProtection"};

void set_times(Json& document, const Stack& stack) {
  document["CreationTime"] = to_millis(stack.created);
  if (stack.updated) document["LastUpdatedTime"] = to_millis(*stack.updated);
  if (stack.deleted) document["DeletionTime"] = to_millis(*stack.deleted);
}

/// What a resource is in every form.
Json resource_base(const StackResource& resource, const char* drift) {
  Json document{{"LogicalResourceId", resource.logical_id},
                {"ResourceType", resource.type},
                {"ResourceStatus", resource.status},
                {"DriftInformation", {{drift, "NOT_CHECKED"}}}};
  if (!resource.physical_id.empty()) document["PhysicalResourceId"] = resource.physical_id;
  if (!resource.reason.empty()) document["ResourceStatusReason"] = resource.reason;
  return document;
}

}  // namespace

Json stack_document(const Stack& stack) {
  Json document{{"StackId", stack.id},
                {"StackName", stack.name},
                {"StackStatus", stack.status},
                {"RollbackConfiguration", Json::object()},
                {"DriftInformation", {{"StackDriftStatus", "NOT_CHECKED"}}}};
  set_times(document, stack);
  for (const char* member : shown_members) {
    const auto found = stack.document.find(member);
    // A list that is empty is left out, but for those that are always there.
    if (found != stack.document.end() && !(found->is_array() && found->empty())) document[member] = *found;
  }
  document["NotificationARNs"] = stack.document.value("NotificationARNs", Json::array());
  document["Tags"] = stack.document.value("Tags", Json::array());
  return document;
}

Json stack_summary(const Stack& stack) {
  Json document{{"StackId", stack.id},
                {"StackName", stack.name},
                {"StackStatus", stack.status},
                {"DriftInformation", {{"StackDriftStatus", "NOT_CHECKED"}}}};
  set_times(document, stack);
  if (stack.document.contains("Description")) document["TemplateDescription"] = stack.document["Description"];
  if (stack.document.contains("StackStatusReason"))
    document["StackStatusReason"] = stack.document["StackStatusReason"];
  return document;
}

Json resource_document(const Stack& stack, const StackResource& resource) {
  Json document = resource_base(resource, "StackResourceDriftStatus");
  document["StackId"] = stack.id;
  document["StackName"] = stack.name;
  document["Timestamp"] = to_millis(resource.changed);
  return document;
}

Json resource_summary(const StackResource& resource) {
  Json document = resource_base(resource, "StackResourceDriftStatus");
  document["LastUpdatedTimestamp"] = to_millis(resource.changed);
  return document;
}

}  // namespace cloche::cloudformation
