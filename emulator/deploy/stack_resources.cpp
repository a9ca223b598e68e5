#include "emulator/deploy/stack_resources.h"

#include <nlohmann/json.hpp>

#include "emulator/deploy/properties.h"

namespace cloche::deploy {

namespace {

constexpr const char* superseded_member = "Superseded";  // of a stack's document

Json superseded_document(const cloudformation::StackResource& resource) {
  return {{"LogicalId", resource.logical_id},
          {"Position", resource.position},
          {"Type", resource.type},
          {"PhysicalId", resource.physical_id},
          {"Properties", resource.properties},
          {"Attributes", resource.attributes},
          {"DeletionPolicy", resource.policy}};
}

}  // namespace

std::vector<std::string> changed_attributes(const cloudformation::StackResource& before,
                                            const cloudformation::StackResource& after) {
  std::vector<std::string> changed;
  if (before.policy != after.policy) changed.push_back("DeletionPolicy");
  if (before.update_replace_policy != after.update_replace_policy) changed.push_back("UpdateReplacePolicy");
  if (before.metadata != after.metadata) changed.push_back("Metadata");
  return changed;
}

void take_attributes(const Evaluation& evaluation, const TemplateResource& wanted, const Answers& answers,
                     cloudformation::StackResource& resource) {
  resource.policy = wanted.deletion_policy;
  resource.update_replace_policy = wanted.update_replace_policy;
  resource.metadata = evaluation.resolve(property_or_null(*wanted.definition, "Metadata"),
                                         wanted.pointer + "/Metadata", answers);
}

std::vector<cloudformation::StackResource> standing_resources(cloudformation::Store& store,
                                                              const std::string& stack) {
  auto resources = store.resources(stack);
  std::erase_if(resources, [](const auto& resource) { return !resource.is_there(); });
  return resources;
}

std::vector<cloudformation::StackResource> superseded_resources(const cloudformation::Stack& stack) {
  std::vector<cloudformation::StackResource> resources;
  for (const Json& old : property_or_null(stack.document, superseded_member)) {
    resources.push_back({.logical_id = old.at("LogicalId"),
                         .position = old.at("Position"),
                         .type = old.at("Type"),
                         .physical_id = old.at("PhysicalId"),
                         .status = "UPDATE_COMPLETE",
                         .properties = old.at("Properties"),
                         .attributes = old.at("Attributes"),
                         .policy = old.at("DeletionPolicy")});
  }
  return resources;
}

void keep_superseded(cloudformation::Stack& stack,
                     const std::vector<cloudformation::StackResource>& resources) {
  stack.document.erase(superseded_member);
  for (const auto& resource : resources)
    stack.document[superseded_member].push_back(superseded_document(resource));
}

}  // namespace cloche::deploy
