// DescribeStackResources, DescribeStackResource, ListStackResources.
#include <algorithm>

#include "fakes/cloudformation/documents.h"
#include "fakes/cloudformation/operations/operations.h"
#include "fakes/cloudformation/paging.h"

namespace cloche::cloudformation {

namespace {

constexpr std::size_t most_described = 100;

}  // namespace

Answer describe_stack_resources(Call& call, const Structure& request) {
  const std::string* name = request.find_string("StackName");
  const std::string* physical_id = request.find_string("PhysicalResourceId");
  if ((name == nullptr) == (physical_id == nullptr)) {
    // Assumed: the words of the second.
    throw validation_error(name == nullptr ? "Either StackName or PhysicalResourceId must be specified"
                                           : "StackName and PhysicalResourceId can not both be specified");
  }
  Store store(call.account);
  std::string id = name != nullptr ? *name : "";
  if (physical_id != nullptr) {
    const auto owner = store.stack_of_resource(call.region, *physical_id);
    if (!owner) throw validation_error(fmt::format("Stack for {} does not exist", *physical_id));
    id = *owner;
  }
  const auto stack = store.find_stack(call.region, id);
  if (!stack) throw no_stack_with_id(id);
  const std::string* logical_id = request.find_string("LogicalResourceId");
  Json resources = Json::array();
  for (const StackResource& resource : store.resources(stack->id)) {
    if (logical_id != nullptr && resource.logical_id != *logical_id) continue;
    if (resources.size() < most_described) resources.push_back(resource_document(*stack, resource));
  }
  return Json{{"StackResources", std::move(resources)}};
}

Answer describe_stack_resource(Call& call, const Structure& request) {
  const std::string& name = request.string("StackName");
  const std::string& logical_id = request.string("LogicalResourceId");
  Store store(call.account);
  const auto stack = store.find_stack(call.region, name);
  if (!stack) throw validation_error(fmt::format("Stack '{}' does not exist", name));
  const auto resources = store.resources(stack->id);
  const auto found = std::ranges::find(resources, logical_id, &StackResource::logical_id);
  if (found == resources.end())
    throw validation_error(fmt::format("Resource {} does not exist for stack {}", logical_id, name));
  Json detail = resource_document(*stack, *found);
  detail["LastUpdatedTimestamp"] = detail["Timestamp"];
  detail.erase("Timestamp");
  detail["Metadata"] = found->metadata.is_null() ? "{}" : found->metadata.dump();
  return Json{{"StackResourceDetail", std::move(detail)}};
}

Answer list_stack_resources(Call& call, const Structure& request) {
  const std::string& name = request.string("StackName");
  Store store(call.account);
  const auto stack = store.find_stack(call.region, name);
  if (!stack) throw no_stack_with_id(name);
  return page_of(request, store.resources(stack->id), "StackResourceSummaries", &resource_summary);
}

}  // namespace cloche::cloudformation
