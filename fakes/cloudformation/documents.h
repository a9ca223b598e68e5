#pragma once
// Stacks and their resources as the operations show them.
#include "fakes/cloudformation/store.h"
#include "fakes/core/json.h"

namespace cloche::cloudformation {

/// Stack, of DescribeStacks.
Json stack_document(const Stack& stack);
/// StackSummary, of ListStacks.
Json stack_summary(const Stack& stack);
/// StackResource, of DescribeStackResources.
Json resource_document(const Stack& stack, const StackResource& resource);
/// StackResourceSummary, of ListStackResources.
Json resource_summary(const StackResource& resource);

}  // namespace cloche::cloudformation
