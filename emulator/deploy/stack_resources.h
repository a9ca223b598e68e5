#pragma once
// What is kept of a stack's resources beside what they are: the attributes that its template gives them, and
// those that a deployment that was not rolled back left to be deleted.
#include <string>
#include <vector>

#include "emulator/deploy/evaluation.h"
#include "fakes/cloudformation/store.h"

namespace cloche::deploy {

/// Which attributes beside its properties are others, as change sets name them: "DeletionPolicy",
/// "UpdateReplacePolicy", "Metadata".
std::vector<std::string> changed_attributes(const cloudformation::StackResource& before,
                                            const cloudformation::StackResource& after);

/// What the template says of a resource beside its properties. Throws TemplateError.
void take_attributes(const Evaluation& evaluation, const TemplateResource& wanted, const Answers& answers,
                     cloudformation::StackResource& resource);

/// The resources of a stack that stand in the account.
std::vector<cloudformation::StackResource> standing_resources(cloudformation::Store& store,
                                                              const std::string& stack);

/// What a deployment that was not rolled back left to be deleted, of the stack's document.
std::vector<cloudformation::StackResource> superseded_resources(const cloudformation::Stack& stack);

void keep_superseded(cloudformation::Stack& stack,
                     const std::vector<cloudformation::StackResource>& resources);

}  // namespace cloche::deploy
