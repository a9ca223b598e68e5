#pragma once
// The operations of CloudFormation that deploy: CreateStack, UpdateStack, DeleteStack, the making and
// executing of change sets, and what is said of a template without deploying it. They come as questions
// (fakes/cloudformation/question.h) and are answered when all has come to its end, so a client that waits for
// a stack finds it done.
//
// What fails is undone as a whole, and told as CloudFormation tells it: ROLLBACK_COMPLETE, and events.
#include <string_view>

#include "emulator/deploy/deployment.h"
#include "fakes/core/json.h"

namespace cloche::deploy {

/// Does what the question `payload` asks, and answers it in the account. Takes the account's lock.
void settle_question(Operations::Fakes fakes, Account& account, wire::UnsupportedSettings& unsupported,
                     const Json& payload);

/// One of these operations; `request` is in its input's form. Throws ApiError.
Json run_stack_operation(const Destination& destination, std::string_view operation, const Json& request);

// ---- each of them

Json create_stack(const Destination& destination, const Json& request);  // stack_operations.cpp
Json update_stack(const Destination& destination, const Json& request);
Json remove_stack(const Destination& destination, const Json& request);
Json create_change_set(const Destination& destination, const Json& request);  // change_sets.cpp
Json execute_change_set(const Destination& destination, const Json& request);
Json get_template_summary(const Destination& destination, const Json& request);  // template_summary.cpp
Json validate_template(const Destination& destination, const Json& request);

}  // namespace cloche::deploy
